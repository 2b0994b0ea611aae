"""w1 is checked in the place of w2. / 检查的是 w1 而不是 w2。"""
# notebook: gates
# scores: test_boundary=2.4 test_plot_gate=3
# misconception: Division by zero takes care of itself. / 以为除以零不必处理。
# hint: Check w2 first and raise a ValueError. / 先检查 w2，并抛出 ValueError。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w1 == 0:
        raise ValueError
    return -w1 / w2, -b / w2
