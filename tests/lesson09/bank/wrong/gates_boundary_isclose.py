"""w2 is compared with 0 by isclose. / 用 isclose 比较 w2 与 0。"""
# notebook: gates
# scores: test_boundary=1.8
# misconception: A w2 close to 0 is as good as 0. / 以为 w2 接近 0 就等于 0。
# hint: Only where w2 is exactly 0 there is no slope. / 只有 w2 恰好为 0 时才没有斜率。

# %% boundary
def boundary(w):
    if torch.isclose(w[2], torch.zeros(())):
        raise ValueError("vertical")
    return -(w[1] / w[2]).item(), -(w[0] / w[2]).item()
