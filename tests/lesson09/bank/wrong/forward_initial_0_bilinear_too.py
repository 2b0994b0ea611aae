"""Every class with Linear in its name is set. / 名字里有 Linear 的类都改。"""
# notebook: forward_pass
# scores: test_initial_0=1.6

# %% initial_0
def initial_0(m):
    if "linear" in type(m).__name__.lower() or isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)
