"""The slope is -w2 / w1. / 斜率写成 -w2 / w1。"""
# notebook: gates
# scores: test_boundary=1.2 test_plot_gate=3
# misconception: The line is solved for x1. / 以为要对 x1 解出直线。
# hint: Divide by w2, not by w1: x2 = slope * x1 + intercept. / 要除以 w2 而不是 w1：x2 = slope * x1 + intercept。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return -w2 / w1, -b / w2
