"""relu and tanh are missing. / 缺少 relu 和 tanh。"""
# notebook: hidden_layers
# scores: test_layer=2 test_xor_network=2.4
# misconception: Not every activation is needed. / 以为不必写全所有激活函数。
# hint: Go through the five names: identity, step, sigmoid, relu, tanh. / 把五个名字逐一试过：identity、step、sigmoid、relu、tanh。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](W @ x + b)
