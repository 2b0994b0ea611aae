"""LayerNorm is set, too. / LayerNorm 也改了。"""
# notebook: forward_pass
# scores: test_initial_0=1.6

# %% initial_0
def initial_0(m):
    if isinstance(m, (nn.Linear, nn.LayerNorm)):
        m.weight.data.zero_()
