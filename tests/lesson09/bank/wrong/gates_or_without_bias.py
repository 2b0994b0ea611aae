"""OR leaves its bias out. / OR 漏了截距。"""
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# misconception: The bias may be left out. / 以为可以不要截距。
# hint: b is w[0], against the column of ones of X. / b 就是 w[0]，对应 X 中全为 1 的列。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return step(X[:, 1:] @ w_or[1:])
