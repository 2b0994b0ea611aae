"""dict.get falls back to the identity. / dict.get 默认用恒等函数。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: A name that nobody knows needs no answer. / 以为不认识的名字不必处理。
# hint: End with raise ValueError(...) for every other name. / 最后对其他名字 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    functions = {"step": lambda z: (z >= 0).float(), "sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh}
    return functions.get(h, lambda z: z)(W @ x + b)
