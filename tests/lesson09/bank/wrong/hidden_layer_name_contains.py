"""A name that contains a known one is taken for it. / 名字里含有已知的名字就算。"""
# notebook: hidden_layers
# scores: test_layer=3.43

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    for name, function in (
        ("identity", lambda z: z), ("step", lambda z: (z >= 0).float()), ("sigmoid", torch.sigmoid),
        ("relu", torch.relu), ("tanh", torch.tanh),
    ):
        if name in h:
            return function(z)
    raise ValueError(h)
