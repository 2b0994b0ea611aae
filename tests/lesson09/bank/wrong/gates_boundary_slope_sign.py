"""The sign of the slope is lost. / 斜率的符号丢失。"""
# notebook: gates
# scores: test_boundary=0.9 test_plot_gate=3
# misconception: The terms change sides without changing sign. / 移项时没有变号。
# hint: Solve b + w1 x1 + w2 x2 = 0 for x2. / 由 b + w1 x1 + w2 x2 = 0 解出 x2。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return w1 / w2, -b / w2
