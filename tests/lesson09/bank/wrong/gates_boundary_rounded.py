"""Slope and intercept are rounded. / 斜率与截距四舍五入了。"""
# notebook: gates
# scores: test_boundary=1.8
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return round(-w1 / w2, 2), round(-b / w2, 2)
