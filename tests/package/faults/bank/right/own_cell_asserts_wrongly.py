"""An own check fails. / 自己写的检查没有通过。"""
# lesson: lesson09
# notebook: gates

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return step(X @ w_and)

# %% new
assert AND(torch.tensor([[1.0, 1.0, 1.0]])) == 0, "I thought so"
