"""NAND is first AND and mended in a new cell. / NAND 先写成 AND，后在新单元格里改正。"""
# notebook: gates

# %% nand_gate
w_nand = w_and
NAND = AND

# %% new
w_nand = torch.tensor([1.5, -1.0, -1.0])


def NAND(X):
    return step(X @ w_nand)
