"""Every other name is the sigmoid. / 其他名字一律用 sigmoid。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: A name that nobody knows needs no answer. / 以为不认识的名字不必处理。
# hint: End with raise ValueError(...) for every other name. / 最后对其他名字 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h == "relu":
        return z.clamp(min=0)
    if h == "tanh":
        return z.tanh()
    return z.sigmoid()
