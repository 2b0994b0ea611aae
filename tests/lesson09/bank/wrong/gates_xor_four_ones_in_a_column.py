"""x0 is typed in for four rows. / x0 写死为四行。"""
# notebook: gates
# scores: test_xor=4.5
# misconception: The number of rows is fixed to four. / 行数被固定为四。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% xor_gate
def XOR(X):
    x0 = torch.tensor([[1.0], [1.0], [1.0], [1.0]])
    return AND(torch.cat([x0, NAND(X).reshape(4, 1), OR(X).reshape(4, 1)], dim=1))
