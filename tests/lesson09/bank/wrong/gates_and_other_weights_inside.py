"""AND computes with other numbers than w_and. / AND 没有用 w_and 计算。"""
# notebook: gates
# scores: test_and=1.91
# misconception: The gate may use other numbers than its w. / 以为门里可以用与 w 不同的数。
# hint: Compute with w itself, so that both always agree. / 直接用 w 计算，两者才会一致。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    w = torch.tensor([-1.1, 1.0, 1.0])
    return step(X @ w)
