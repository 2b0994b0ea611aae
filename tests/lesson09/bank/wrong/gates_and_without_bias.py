"""AND leaves its bias out. / AND 漏了截距。"""
# notebook: gates
# scores: test_and=0.55 test_xor=3
# misconception: The bias may be left out. / 以为可以不要截距。
# hint: b is w[0], against the column of ones of X. / b 就是 w[0]，对应 X 中全为 1 的列。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return step(X[:, 1:] @ w_and[1:])
