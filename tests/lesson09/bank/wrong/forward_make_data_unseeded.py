"""make_data draws without a seed. / make_data 没有设定种子。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: Random data come out the same without a seed set in each call. / 以为不在每次调用时设种子，数据也会相同。
# hint: Set the seed inside make_data, before anything is drawn. / 在 make_data 里面、抽取任何数之前设定种子。

# %% make_data
def make_data(seed=420):
    x = torch.rand(500, 20)
    y = torch.randint(0, 3, (500, 1)).float()
    return x, y
