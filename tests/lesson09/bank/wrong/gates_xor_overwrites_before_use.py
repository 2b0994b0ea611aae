"""OR sees the x1 that NAND overwrote. / OR 用到的 x1 已被 NAND 覆盖。"""
# notebook: gates
# scores: test_xor=0
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% xor_gate
def XOR(X):
    X[:, 1] = NAND(X)
    X[:, 2] = OR(X)
    return AND(X)
