"""The hidden sigmoid is said to solve XOR. / 认为隐藏层 sigmoid 能解决。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: A nonlinear activation always solves XOR. / 以为只要非线性就能解决 XOR。
# hint: Try it with the given weights: the labels are all 0. / 用给定的权重试一试：标签全是 0。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): False,
    ("sigmoid", "step"): True,
    ("step", "sigmoid"): True,
}
