"""step makes all ones: the zeros it just wrote become ones. / 先写 0 再写 1，结果全是 1。"""
# notebook: gates
# scores: test_step=0.44 test_and=0.55 test_or=0.55 test_nand=0.55 test_xor=4.5
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% step
def step(z):
    z = z.float()
    z[z < 0] = 0
    z[z >= 0] = 1
    return z
