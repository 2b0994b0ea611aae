"""Whatever is unknown is the identity. / 不认识的名字当作恒等函数。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: An unknown name means no activation. / 不认识的名字不等于没有激活函数。
# hint: Raise a ValueError for it. / 请抛出 ValueError。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "step":
        return (z >= 0).float()
    return getattr(torch, h)(z) if h in ("sigmoid", "relu", "tanh") else z
