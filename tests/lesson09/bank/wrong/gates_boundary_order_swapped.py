"""(intercept, slope) in the place of (slope, intercept). / 两个结果顺序反了。"""
# notebook: gates
# scores: test_boundary=0.9 test_plot_gate=3
# misconception: The order of two results does not matter. / 以为两个结果的顺序无所谓。
# hint: Compare with the docstring's order. / 对照说明里的返回顺序。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return -b / w2, -w1 / w2
