"""The relu is leaky. / 用了带泄漏的 relu。"""
# notebook: hidden_layers
# scores: test_layer=2.86 test_xor_network=4.2
# misconception: relu only weakens the negative half. / 以为 relu 只是减弱负半轴。
# hint: relu is exactly 0 wherever z < 0. / z < 0 时 relu 恰好为 0。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": F.leaky_relu,
        "tanh": torch.tanh,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](W @ x + b)
