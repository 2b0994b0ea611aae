"""A w2 below a millionth counts as 0. / w2 小于百万分之一就当作 0。"""
# notebook: gates
# scores: test_boundary=1.8
# misconception: A w2 close to 0 is as good as 0. / 以为 w2 接近 0 就等于 0。
# hint: Only where w2 is exactly 0 there is no slope. / 只有 w2 恰好为 0 时才没有斜率。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if abs(w2) < 1e-6:
        raise ValueError("vertical")
    return -w1 / w2, -b / w2
