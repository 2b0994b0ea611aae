"""torch.ones(4) is x0. / x0 写成 torch.ones(4)。"""
# notebook: gates
# scores: test_xor=4.5
# misconception: The number of rows is fixed to four. / 行数被固定为四。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% xor_gate
def XOR(X):
    return AND(torch.column_stack([torch.ones(4), NAND(X), OR(X)]))
