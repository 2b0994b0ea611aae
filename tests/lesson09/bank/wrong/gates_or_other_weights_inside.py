"""OR computes with other numbers than w_or. / OR 没有用 w_or 计算。"""
# notebook: gates
# scores: test_or=1.91
# misconception: The gate does not compute step(X @ w) with its own w. / 门没有用自己的 w 来计算 step(X @ w)。
# hint: Compute with w itself, so that both always agree. / 直接用 w 计算，两者才会一致。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    w = torch.tensor([-0.9, 1.0, 1.0])
    return step(X @ w)
