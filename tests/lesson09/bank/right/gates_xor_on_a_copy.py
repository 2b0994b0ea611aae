"""XOR writes the hidden layer into a copy of X. / XOR 把隐藏层写进 X 的副本。"""
# notebook: gates

# %% xor_gate
def XOR(X):
    H = X.clone()
    H[:, 1], H[:, 2] = NAND(X), OR(X)
    return AND(H)
