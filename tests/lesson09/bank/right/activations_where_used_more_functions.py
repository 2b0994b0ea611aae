"""More functions than were asked for. / 多写了几个函数。"""
# notebook: activations

# %% where_used
where_used = {name: {"hidden", "output"} for name in ("sigmoid", "relu")}
where_used |= {name: {"hidden"} for name in ("step", "tanh", "sign", "leaky_relu", "gelu")}
where_used |= {name: {"output"} for name in ("identity", "softmax", "log_softmax")}
