"""It raises its own kind of ValueError. / 抛出自定义的 ValueError 子类。"""
# notebook: hidden_layers

# %% layer
class UnknownActivation(ValueError):
    """没有这个激活函数。"""


def layer(W, x, b, h):
    known = dict(identity=nn.Identity(), step=lambda z: (z >= 0).type_as(z), sigmoid=F.sigmoid, relu=F.relu, tanh=F.tanh)
    if h not in known:
        raise UnknownActivation(h)
    return known[h](W @ x + b)
