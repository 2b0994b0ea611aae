"""Both signs are lost, in tensors. / 两个符号都丢失（用张量写）。"""
# notebook: gates
# scores: test_boundary=0.9 test_plot_gate=3
# misconception: The terms change sides without changing sign. / 移项时没有变号。
# hint: Solve b + w1 x1 + w2 x2 = 0 for x2. / 由 b + w1 x1 + w2 x2 = 0 解出 x2。

# %% boundary
def boundary(w):
    if w[2] == 0:
        raise ValueError
    return tuple((w / w[2])[[1, 0]].tolist())
