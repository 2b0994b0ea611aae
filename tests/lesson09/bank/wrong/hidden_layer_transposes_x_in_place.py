"""x is transposed in place. / 就地转置了 x。"""
# notebook: hidden_layers
# scores: test_layer=3.71
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% layer
def layer(W, x, b, h):
    x.t_()
    z = (x @ W.t()).t() + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h not in ("sigmoid", "relu", "tanh"):
        raise ValueError(h)
    return getattr(torch, h)(z)
