"""Whatever is not the identity is said to solve XOR. / 认为只要不是恒等函数就能解决。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: A nonlinear activation always solves XOR. / 以为只要非线性就能解决 XOR。
# hint: Try it with the given weights: the labels are all 0. / 用给定的权重试一试：标签全是 0。

# %% verdict
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {(h, g): h != "identity" for h, g in pairs}
