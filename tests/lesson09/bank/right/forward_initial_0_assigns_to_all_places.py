"""All places are assigned through detach. / 通过 detach 给所有位置赋值。"""
# notebook: forward_pass

# %% initial_0
def initial_0(m):
    if nn.Linear in type(m).__mro__:
        权重 = m.weight.detach()
        权重[:] = 0
