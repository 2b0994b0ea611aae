"""Lists in place of sets. / 用列表代替集合。"""
# notebook: activations

# %% where_used
where_used = {
    "identity": ["output"],
    "step": ["hidden"],
    "sigmoid": ["output", "hidden"],
    "relu": ["hidden", "output"],
    "tanh": ["hidden"],
    "softmax": ["output"],
}
