"""tanh uses the sigmoid. / tanh 用了 sigmoid。"""
# notebook: hidden_layers
# scores: test_layer=2.86
# misconception: tanh has the range of the sigmoid. / 以为 tanh 与 sigmoid 值域相同。
# hint: tanh lies between -1 and 1, and tanh(0) = 0. / tanh 在 −1 与 1 之间，且 tanh(0) = 0。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "tanh": torch.sigmoid,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](W @ x + b)
