"""getattr finds no such function. / getattr 找不到函数。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    return getattr(torch.nn.functional, h)(z)
