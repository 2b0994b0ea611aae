"""x is drawn with randn. / x 用 randn 抽取。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: Normal numbers are as good as uniform ones. / 以为正态分布的数与均匀分布一样。
# hint: torch.rand is uniform on [0, 1), torch.randn is not. / torch.rand 在 [0, 1) 上均匀分布，torch.randn 不是。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(500, 20, generator=g)
    y = torch.randint(0, 3, (500, 1), generator=g).float()
    return x, y
