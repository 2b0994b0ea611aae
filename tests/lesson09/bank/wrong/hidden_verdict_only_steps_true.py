"""True only where both are steps. / 只有两层都是阶跃时才为 True。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: The output's function decides, too. / 以为输出层的函数也有决定作用。
# hint: sigma >= 0.5 just where z >= 0: compare the labels. / sigma >= 0.5 正好就是 z >= 0：比较标签看看。

# %% verdict
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {pair: set(pair) == {"step"} for pair in pairs}
