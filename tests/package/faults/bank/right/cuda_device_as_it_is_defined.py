"""A weight is put on the GPU as the cell runs. / 单元格运行时把权重放到 GPU。"""
# lesson: lesson09
# notebook: gates

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0], device="cuda")


def OR(X):
    return step(X @ w_or)
