"""step overwrites z. / step 改写了 z。"""
# notebook: gates
# scores: test_step=1.11
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% step
def step(z):
    low = z < 0
    z[low] = 0
    z[~low] = 1
    return z
