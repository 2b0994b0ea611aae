"""y is cast to int64. / y 被转成 int64。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: randint gives float labels by itself. / 以为 randint 得到的就是浮点标签。
# hint: Look at y.dtype, and turn y into float32. / 看看 y.dtype，把 y 变成 float32。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    y = (torch.rand(500, 1, generator=g) * 3).long()
    return x, y
