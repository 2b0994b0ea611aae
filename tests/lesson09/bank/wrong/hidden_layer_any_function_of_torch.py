"""Any name that torch knows is an activation. / torch 里有的名字都当作激活函数。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Every function of torch is an activation here. / 以为 torch 的任何函数都可以作激活函数。
# hint: Only five names are known; "exp" is not one of them. / 只认识五个名字，"exp" 不在其中。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if not hasattr(torch, h):
        raise ValueError(h)
    return getattr(torch, h)(z)
