"""The weights become 1. / 权重变成 1。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: Any small or constant number will do. / 以为小的数或常数都可以。
# hint: The weights are to be 0. / 权重要全为 0。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        nn.init.ones_(m.weight)
