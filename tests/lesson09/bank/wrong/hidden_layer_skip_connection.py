"""Adds the input where the sizes are equal. / 大小相同时再加上输入。"""
# notebook: hidden_layers
# scores: test_layer=3.43 test_xor_network=3

# %% layer
def layer(W, x, b, h):
    functions = {"identity": lambda z: z, "step": lambda z: (z >= 0).float()}
    for name in ("sigmoid", "relu", "tanh"):
        functions[name] = getattr(torch, name)
    if h not in functions:
        raise ValueError(h)
    out = functions[h](W @ x + b)
    return out + x if h == "identity" and out.shape == x.shape else out
