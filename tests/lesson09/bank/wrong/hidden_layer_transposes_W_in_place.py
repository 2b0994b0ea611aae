"""W is transposed in place. / 就地转置了 W。"""
# notebook: hidden_layers
# scores: test_layer=3.71
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% layer
def layer(W, x, b, h):
    weights = W.t_()
    z = weights.T @ x + b
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
