"""w_or is w_and with another bias. / w_or 由 w_and 改截距得到。"""
# notebook: gates

# %% or_gate
w_or = w_and + torch.tensor([2.0, 0.0, 0.0])


def OR(X):
    return step(torch.tensordot(X, w_or, dims=1))
