"""Any name of torch.nn.functional is an activation. / torch.nn.functional 里的名字都当作激活函数。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Every function of torch is an activation here. / 以为 torch 的任何函数都可以作激活函数。
# hint: Only five names are known; "relu6" is not one of them. / 只认识五个名字，"relu6" 不在其中。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    own = {"identity": lambda z: z, "step": lambda z: (z >= 0).float()}
    try:
        return (own.get(h) or getattr(F, h))(z)
    except AttributeError:
        raise ValueError(h) from None
