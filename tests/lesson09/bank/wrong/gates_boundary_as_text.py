"""Slope and intercept are texts. / 斜率与截距是字符串。"""
# notebook: gates
# scores: test_boundary=0.6 test_plot_gate=0
# misconception: A text with the digits is a number. / 以为写着数字的字符串就是数。
# hint: Return floats; format only when printing. / 返回浮点数，打印时再格式化。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return f"{-w1 / w2:.2f}", f"{-b / w2:.2f}"
