"""The default dtype becomes float64 between the answers. / 默认 dtype 在中途被改成 float64。"""
# lesson: lesson09
# notebook: gates
# scores: test_nand=0 test_xor=4.5
# names: dtype is float64|same dtype

# %% or_gate
torch.set_default_dtype(torch.float64)
w_or = torch.tensor([-1.0, 2.0, 2.0], dtype=torch.float32)


def OR(X):
    return (X @ w_or >= 0).float()
