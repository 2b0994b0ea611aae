"""Slope and intercept are cut to integers. / 斜率与截距取了整。"""
# notebook: gates
# scores: test_boundary=0.9 test_plot_gate=3
# misconception: The numbers of a line are integers. / 以为直线的两个数是整数。
# hint: Divide with / and leave the fraction. / 用 / 相除，保留小数。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return int(-w1 / w2), int(-b / w2)
