"""Python's max is called on a tensor. / 对张量调用 Python 的 max。"""
# notebook: hidden_layers
# scores: test_layer=2.57 test_xor_network=2.4
# misconception: Functions for single numbers work on tensors. / 以为处理单个数的函数也能处理张量。
# hint: Take torch's own function, which goes through all elements. / 用 torch 自己的函数，它会处理每个元素。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": lambda z: max(0, z),
        "tanh": torch.tanh,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](W @ x + b)
