"""inf is returned for a vertical line. / 竖直线时返回 inf。"""
# notebook: gates
# scores: test_boundary=2.4
# misconception: Division by zero takes care of itself. / 以为除以零不必处理。
# hint: Check w2 first and raise a ValueError. / 先检查 w2，并抛出 ValueError。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        return float("inf"), 0.0
    return -w1 / w2, -b / w2
