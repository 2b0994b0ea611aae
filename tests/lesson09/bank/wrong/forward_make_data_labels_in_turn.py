"""The labels are 0, 1, 2 in turn. / 标签按 0、1、2 轮流。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: Labels need not be drawn at random. / 以为标签不必随机抽取。
# hint: Draw y with the same seeded source as x. / y 也要用同一个种子随机抽取。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    y = (torch.arange(500) % 3).float().reshape(500, 1)
    return x, y
