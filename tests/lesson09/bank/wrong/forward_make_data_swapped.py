"""y comes before x. / y 在 x 之前返回。"""
# notebook: forward_pass
# scores: test_make_data=0.33
# misconception: Any container of x and y will do. / 以为 x 和 y 放在什么容器里都行。
# hint: Return x, y: two tensors in this order. / 请写 return x, y：按这个顺序返回两个张量。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    y = torch.randint(0, 3, (500, 1), generator=g).float()
    return y, x
