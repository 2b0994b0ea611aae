"""The bias does not appear. / 没有用到偏置。"""
# notebook: hidden_layers
# scores: test_layer=0.86 test_xor_network=0.6 test_verdict=2
# misconception: The bias is left out. / 漏掉了偏置。
# hint: Add b to W @ x before h. / 在 h 之前把 b 加到 W @ x 上。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0) * 1.0,
        "sigmoid": F.sigmoid,
        "relu": F.relu,
        "tanh": F.tanh,
    }
    if h not in functions:
        raise ValueError(f"unknown activation {h}")
    return functions[h](torch.mm(W, x))
