"""The bias is taken from the end of w. / 把 w 的最后一个当截距。"""
# notebook: gates
# scores: test_boundary=0.3 test_plot_gate=3
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% boundary
def boundary(w):
    w1, w2, b = w.tolist()
    if w2 == 0:
        raise ValueError
    return -w1 / w2, -b / w2
