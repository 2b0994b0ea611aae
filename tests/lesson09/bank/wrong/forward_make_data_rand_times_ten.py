"""x is uniform on [0, 10). / x 在 [0, 10) 上均匀分布。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: The range of x does not matter. / 以为 x 的范围可以随意。
# hint: x must fill [0, 1) evenly: look at x.min() and x.max(). / x 应均匀地分布在 [0, 1)：看看 x.min() 和 x.max()。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g) * 10
    y = torch.randint(0, 3, (500, 1), generator=g).float()
    return x, y
