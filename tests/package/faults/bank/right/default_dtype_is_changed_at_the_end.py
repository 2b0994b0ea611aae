"""The default dtype becomes float64 after the answers. / 默认 dtype 在最后被改成 float64。"""
# lesson: lesson09
# notebook: gates

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return (X @ w_or >= 0) * torch.ones(1)

# %% xor_line
best_line = 0.75

# %% new
torch.set_default_dtype(torch.float64)
