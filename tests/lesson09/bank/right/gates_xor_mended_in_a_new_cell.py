"""XOR is first written for four rows, then mended. / XOR 先写死四行，后在新单元格改正。"""
# notebook: gates

# %% xor_gate
def XOR(X):
    return AND(torch.stack([torch.ones(4), NAND(X), OR(X)], dim=1))

# %% new
def XOR(X):
    return AND(torch.stack([torch.ones(len(X)), NAND(X), OR(X)], dim=1))
