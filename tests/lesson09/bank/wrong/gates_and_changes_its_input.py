"""AND multiplies X in place. / AND 就地修改了 X。"""
# notebook: gates
# scores: test_and=2.73
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    X *= w_and
    return step(X.sum(dim=1))
