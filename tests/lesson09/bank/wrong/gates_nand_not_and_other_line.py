"""NAND is 1 - AND, and w_nand another line. / NAND 写成 1 - AND，而 w_nand 是另一条线。"""
# notebook: gates
# scores: test_nand=1.91
# misconception: The gate does not compute step(X @ w) with its own w. / 门没有用自己的 w 来计算 step(X @ w)。
# hint: Compute with w itself, so that both always agree. / 直接用 w 计算，两者才会一致。

# %% nand_gate
w_nand = torch.tensor([1.1, -1.0, -1.0])


def NAND(X):
    return 1 - AND(X)
