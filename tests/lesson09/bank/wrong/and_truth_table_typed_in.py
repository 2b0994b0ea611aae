"""AND compares with the table instead of being a neuron. / AND 直接查真值表，而不是一个神经元。"""
# notebook: gates
# scores: test_and=1.91
# misconception: The gate does not compute step(X @ w) with its own w. / 门没有用自己的 w 来计算 step(X @ w)。
# hint: Compute step(X @ w_and), for any real X. / 请计算 step(X @ w_and)，使其适用于任意实数输入。

# %% and_gate
w_and = torch.tensor([-1.5, 1.0, 1.0])


def AND(X):
    return ((X[:, 1] == 1) & (X[:, 2] == 1)).float()
