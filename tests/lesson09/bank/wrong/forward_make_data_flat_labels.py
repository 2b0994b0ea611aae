"""y has shape (500,). / y 的形状是 (500,)。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: You may have left out the second dimension of y. / 你可能漏掉了 y 的第二个维度。
# hint: y has shape (500, 1) here. / 这里 y 的形状是 (500, 1)。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    y = torch.randint(0, 3, (500,), generator=g).float()
    return x, y
