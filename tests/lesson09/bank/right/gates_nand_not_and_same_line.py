"""NAND is 1 - AND, and w_nand is -w_and. / NAND 写成 1 - AND，权重正是 -w_and。"""
# notebook: gates

# %% nand_gate
w_nand = -w_and


def NAND(X):
    return 1 - AND(X)
