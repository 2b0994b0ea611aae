"""The loop runs over four rows. / 循环固定四次。"""
# notebook: gates
# scores: test_xor=1.5
# misconception: X always has the four rows of the truth table. / 以为 X 总是真值表的四行。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% xor_gate
def XOR(X):
    out = torch.zeros(4)
    for i in range(4):
        row = X[i : i + 1]
        out[i] = AND(torch.tensor([[1.0, NAND(row).item(), OR(row).item()]]))[0]
    return out
