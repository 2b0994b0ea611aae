"""OR by arithmetic that fits the table only. / OR 用只适合真值表的算式。"""
# notebook: gates
# scores: test_or=1.91
# misconception: A gate is its truth table. / 以为门就是它的真值表。
# hint: A neuron computes step(X @ w), for any real X. / 神经元算的是 step(X @ w)，对任意实数输入都有意义。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return torch.maximum(X[:, 1], X[:, 2])
