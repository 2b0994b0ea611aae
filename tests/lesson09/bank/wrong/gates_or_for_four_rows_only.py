"""OR works for four rows only. / OR 只适用于四行。"""
# notebook: gates
# scores: test_or=2.45

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    bias = w_or[0] * torch.ones(4)
    return step(bias + X[:, 1:] @ w_or[1:])
