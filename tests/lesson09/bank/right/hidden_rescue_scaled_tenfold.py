"""The hidden weights times 10 are just enough. / 隐藏层权重乘以 10 刚好够用。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    return tuple(k * w for k, w in ((10, W_NAND), (10.0, W_OR), (1, W_AND)))
