"""The sigmoid output is said to fail. / 认为输出层 sigmoid 不行。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: The output's function decides, too. / 以为输出层的函数也有决定作用。
# hint: sigma >= 0.5 just where z >= 0: compare the labels. / sigma >= 0.5 正好就是 z >= 0：比较标签看看。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): False,
    ("sigmoid", "step"): False,
    ("step", "sigmoid"): False,
}
