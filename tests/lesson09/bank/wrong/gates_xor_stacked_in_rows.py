"""The hidden layer is stacked as rows. / 隐藏层按行堆叠。"""
# notebook: gates
# scores: test_xor=0

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([torch.ones_like(n), n, OR(X)]))
