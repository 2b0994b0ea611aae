"""NAND asks which of x1 and x2 are 1. / NAND 判断 x1、x2 是否等于 1。"""
# notebook: gates
# scores: test_nand=1.91
# misconception: A gate is its truth table. / 以为门就是它的真值表。
# hint: A neuron computes step(X @ w), for any real X. / 神经元算的是 step(X @ w)，对任意实数输入都有意义。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return (~((X[:, 1] == 1) & (X[:, 2] == 1))).float()
