"""All calls share one generator. / 所有调用共用一个随机数源。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: Random data come out the same without a seed set in each call. / 以为不在每次调用时设种子，数据也会相同。
# hint: Set the seed inside make_data, before anything is drawn. / 在 make_data 里面、抽取任何数之前设定种子。

# %% make_data
g = torch.Generator().manual_seed(420)


def make_data(seed=420):
    x = torch.rand(500, 20, generator=g)
    y = torch.randint(0, 3, (500, 1), generator=g).float()
    return x, y
