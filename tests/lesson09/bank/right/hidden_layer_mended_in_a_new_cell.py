"""layer has a strict step first; a new cell mends it. / layer 先用了 >，后在新单元格里改正。"""
# notebook: hidden_layers

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    return (z > 0).float() if h == "step" else z


# %% new
def layer(W, x, b, h):
    z = W @ x + b
    functions = {"identity": z.clone, "step": lambda: (z >= 0).float(), "sigmoid": z.sigmoid, "relu": z.relu}
    functions["tanh"] = z.tanh
    if h not in functions:
        raise ValueError(h)
    return functions[h]()
