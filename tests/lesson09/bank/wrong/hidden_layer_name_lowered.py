"""Capital letters make no difference. / 不区分大小写。"""
# notebook: hidden_layers
# scores: test_layer=3.43

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    h = h.lower()
    if h == "step":
        return (z >= 0).float()
    if h == "identity":
        return z
    if h not in ("sigmoid", "relu", "tanh"):
        raise ValueError(h)
    return getattr(torch, h)(z)
