"""w2 = 0 gives ZeroDivisionError. / w2 = 0 时出现 ZeroDivisionError。"""
# notebook: gates
# scores: test_boundary=2.4
# misconception: Division by zero takes care of itself. / 以为除以零不必处理。
# hint: Check w2 first and raise a ValueError. / 先检查 w2，并抛出 ValueError。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    return -w1 / w2, -b / w2
