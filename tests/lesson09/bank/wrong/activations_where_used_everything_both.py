"""Every function in both places. / 每个函数都写了两处。"""
# notebook: activations
# scores: test_where_used=1
# misconception: Every function is used everywhere. / 以为每个函数处处都用。
# hint: Four of the six have one place only. / 六个中有四个只用于一处。

# %% where_used
where_used = {
    "identity": {"hidden", "output"},
    "step": {"hidden", "output"},
    "sigmoid": {"hidden", "output"},
    "relu": {"hidden", "output"},
    "tanh": {"hidden", "output"},
    "softmax": {"hidden", "output"},
}
