"""w is divided in place. / 就地修改了 w。"""
# notebook: gates
# scores: test_boundary=2.7
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% boundary
def boundary(w):
    if w[2] == 0:
        raise ValueError
    w /= -w[2].item()
    return w[1].item(), w[0].item()
