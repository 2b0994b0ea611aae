"""w_nand is an nn.Parameter. / w_nand 是 nn.Parameter。"""
# notebook: gates

# %% nand_gate
w_nand = nn.Parameter(torch.tensor([3.0, -2.0, -2.0]), requires_grad=False)


def NAND(X):
    with torch.no_grad():
        return step(F.linear(X, w_nand))
