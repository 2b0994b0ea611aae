"""All three gates with the lesson's weights. / 三个门都用课文的权重。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-0.2, 0.15, 0.15])


def AND(X):
    return step(torch.mv(X, w_and))

# %% or_gate
w_or = torch.tensor([-0.08, 0.15, 0.15])


def OR(X):
    return step(torch.mv(X, w_or))

# %% nand_gate
w_nand = torch.tensor([0.23, -0.15, -0.15])


def NAND(X):
    return step(torch.mv(X, w_nand))
