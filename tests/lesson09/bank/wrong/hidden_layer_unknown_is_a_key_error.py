"""The dict's own KeyError comes out. / 字典自己抛出 KeyError。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "tanh": torch.tanh,
    }
    return functions[h](W @ x + b)
