"""The bias is forgotten. / 忘记了偏置。"""
# notebook: hidden_layers
# scores: test_layer=0.86 test_xor_network=0.6 test_verdict=2
# misconception: The bias is left out. / 漏掉了偏置。
# hint: Add b to W @ x before h. / 在 h 之前把 b 加到 W @ x 上。

# %% layer
def layer(W, x, b, h):
    z = W @ x
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "tanh": torch.tanh,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](z)
