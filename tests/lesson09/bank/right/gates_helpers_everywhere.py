"""Extra cells, prints and names between the answers. / 答案之间另有单元格、打印和变量。"""
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
print(step(torch.arange(-2, 3)))
小试 = [step(torch.tensor(v)).item() for v in (-1.0, 0.0, 1.0)]

# %% xor_gate
def XOR(X):
    nand = NAND(X)
    return AND(torch.vstack([torch.ones(nand.numel()), nand, OR(X)]).t())

# %% new
print(XOR(torch.tensor([[1.0, 1, 0]])), 小试)
