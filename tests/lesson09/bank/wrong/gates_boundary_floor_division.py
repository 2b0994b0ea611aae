"""// in the place of /. / 把 / 写成了 //。"""
# notebook: gates
# scores: test_boundary=0.9 test_plot_gate=3
# misconception: The numbers of a line are integers. / 以为直线的两个数是整数。
# hint: Divide with / and leave the fraction. / 用 / 相除，保留小数。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    return -w1 // w2, -b // w2
