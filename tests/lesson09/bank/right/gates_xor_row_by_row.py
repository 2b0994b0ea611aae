"""XOR in a loop, one row at a time. / XOR 逐行循环。"""
# notebook: gates

# %% xor_gate
def XOR(X):
    out = []
    for row in X:
        row = row.reshape(1, 3)
        hidden = torch.tensor([[1.0, NAND(row).item(), OR(row).item()]])
        out.append(AND(hidden).item())
    return torch.tensor(out)
