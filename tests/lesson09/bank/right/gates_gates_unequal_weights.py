"""Gates whose two weights are not equal. / 两个权重不相等的门。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-1.0, 0.4, 0.75])


def AND(X):
    return step((X * w_and).sum(dim=1))

# %% or_gate
w_or = torch.tensor([-0.5, 3.0, 1.0])


def OR(X):
    return step((X * w_or).sum(dim=1))

# %% nand_gate
w_nand = torch.tensor([2.5, -2.0, -1.25])


def NAND(X):
    return step((X * w_nand).sum(dim=1))
