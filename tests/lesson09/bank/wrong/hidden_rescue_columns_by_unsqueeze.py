"""unsqueeze makes columns of the weights. / unsqueeze 把权重变成列。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: Any shape with three numbers is a weight vector. / 以为只要有三个数，什么形状都行。
# hint: Each of the three is a tensor of shape (3,). / 三组权重各是形状为 (3,) 的张量。

# %% rescue
def rescued_weights():
    return tuple((100 * w).unsqueeze(1) for w in (W_NAND, W_OR, W_AND))
