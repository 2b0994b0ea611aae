"""All three gates by einsum with large weights. / 三个门都用 einsum 和较大的权重。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-150.0, 100.0, 100.0])


def AND(X):
    return step(torch.einsum("ij,j->i", X, w_and))

# %% or_gate
w_or = torch.tensor([-50.0, 100.0, 100.0])


def OR(X):
    return step(torch.einsum("ij,j->i", X, w_or))

# %% nand_gate
w_nand = torch.tensor([150.0, -100.0, -100.0])


def NAND(X):
    return step(torch.einsum("ij,j->i", X, w_nand))
