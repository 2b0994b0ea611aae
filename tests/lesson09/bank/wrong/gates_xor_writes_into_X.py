"""The hidden layer is written into X. / 把隐藏层写进了 X。"""
# notebook: gates
# scores: test_xor=5.5
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% xor_gate
def XOR(X):
    n, o = NAND(X), OR(X)
    X[:, 1], X[:, 2] = n, o
    return AND(X)
