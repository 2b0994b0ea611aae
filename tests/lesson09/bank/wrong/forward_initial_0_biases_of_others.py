"""Biases of all other layers are set. / 其他层的截距也改了。"""
# notebook: forward_pass
# scores: test_initial_0=1.6

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)
    elif isinstance(getattr(m, "bias", None), nn.Parameter):
        nn.init.zeros_(m.bias)
