"""XOR builds its column of ones for exactly four rows. / XOR 的常数列只适用于四行数据。"""
# notebook: gates
# scores: test_xor=4.5
# misconception: The number of rows is fixed to four. / 行数被固定为四。
# hint: Take the number of rows from X. / 行数应取自 X。

# %% xor_gate
def XOR(X):
    x0 = torch.tensor([[1], [1], [1], [1]], dtype=torch.float32)
    return AND(torch.cat((x0, NAND(X).view(4, 1), OR(X).view(4, 1)), dim=1))
