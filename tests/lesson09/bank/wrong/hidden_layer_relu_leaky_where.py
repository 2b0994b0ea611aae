"""The relu keeps a hundredth of the negative side. / relu 保留了负侧的百分之一。"""
# notebook: hidden_layers
# scores: test_layer=2.86 test_xor_network=4.2
# misconception: relu only weakens the negative half. / 以为 relu 只是减弱负半轴。
# hint: relu is exactly 0 wherever z < 0. / z < 0 时 relu 恰好为 0。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h == "sigmoid":
        return torch.sigmoid(z)
    if h == "relu":
        return torch.where(z > 0, z, 0.01 * z)
    if h == "tanh":
        return torch.tanh(z)
    raise ValueError(h)
