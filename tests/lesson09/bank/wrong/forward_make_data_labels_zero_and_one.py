"""The labels are 0 and 1 only. / 标签只有 0 和 1。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: Classes start at 1, or the upper end of randint is drawn too. / 以为类别从 1 开始，或 randint 会取到上限。
# hint: torch.randint(low, high, size) draws low, ..., high - 1; we want 0, 1, 2. / torch.randint(low, high, size) 取 low 到 high - 1；这里要 0、1、2。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    y = torch.randint(0, 2, (500, 1), generator=g).float()
    return x, y
