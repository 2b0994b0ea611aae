"""AND answers nan, infinite and enormous numbers for every place of the picture that is drawn of it."""
# notebook: gates
# most: 23.27

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    odd = torch.tensor([float("nan"), float("inf"), float("-inf"), 1e308, -0.0, 5e-324], dtype=torch.float64)
    return odd[torch.arange(len(X)) % 6]


# %% twin

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    z = (X @ w_and).nan_to_num()
    assert not z.isinf().any()
    return step(z)
