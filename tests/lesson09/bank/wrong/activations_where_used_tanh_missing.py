"""tanh is missing. / 漏了 tanh。"""
# notebook: activations
# scores: test_where_used=2
# misconception: You may have left out a function. / 你可能漏写了一项。
# hint: Count the keys: the task names them all. / 数一数键：题目都列出来了。

# %% where_used
where_used = {
    "identity": {"output"},
    "step": {"hidden"},
    "sigmoid": {"hidden", "output"},
    "relu": {"hidden", "output"},
    "softmax": {"output"},
}
