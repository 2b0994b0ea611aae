"""NAND always gives four labels. / NAND 总是返回四个标签。"""
# notebook: gates
# scores: test_nand=1.36
# misconception: X always has the four rows of the truth table. / 以为 X 总是真值表的四行。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return torch.tensor([1.0, 1, 1, 0])
