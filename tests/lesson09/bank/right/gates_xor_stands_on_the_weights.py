"""XOR asks the same neurons by their weights. / XOR 直接用这几个神经元的权重来算。"""
# notebook: gates

# %% xor_gate
def XOR(X):
    hidden = [torch.ones(len(X)), step(X @ w_nand), step(X @ w_or)]
    return step(torch.stack(hidden, dim=1) @ w_and)
