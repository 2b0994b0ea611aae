"""OR computes with other numbers than w_or. / OR 没有用 w_or 计算。"""
# notebook: gates
# scores: test_or=1.91
# misconception: The gate may use other numbers than its w. / 以为门里可以用与 w 不同的数。
# hint: Compute with w itself, so that both always agree. / 直接用 w 计算，两者才会一致。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    w = torch.tensor([-0.9, 1.0, 1.0])
    return step(X @ w)
