"""AND by arithmetic that fits the table only. / AND 用只适合真值表的算式。"""
# notebook: gates
# scores: test_and=1.91
# misconception: The gate does not compute step(X @ w) with its own w. / 门没有用自己的 w 来计算 step(X @ w)。
# hint: A neuron computes step(X @ w), for any real X. / 神经元算的是 step(X @ w)，对任意实数输入都有意义。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return X[:, 1] * X[:, 2]
