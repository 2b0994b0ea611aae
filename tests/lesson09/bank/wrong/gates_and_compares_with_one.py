"""AND asks which of x1 and x2 are 1. / AND 判断 x1、x2 是否等于 1。"""
# notebook: gates
# scores: test_and=1.91
# misconception: The gate does not compute step(X @ w) with its own w. / 门没有用自己的 w 来计算 step(X @ w)。
# hint: A neuron computes step(X @ w), for any real X. / 神经元算的是 step(X @ w)，对任意实数输入都有意义。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return torch.logical_and(X[:, 1] == 1, X[:, 2] == 1).float()
