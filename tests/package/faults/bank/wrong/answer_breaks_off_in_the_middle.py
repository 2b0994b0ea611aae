"""The cell raises between its two definitions. / 单元格在两处定义之间报错。"""
# lesson: lesson09
# notebook: gates
# scores: test_nand=0.27 test_xor=4.5
# names: w_nnad

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])
print(w_nnad)


def NAND(X):
    return step(X @ w_nand)
