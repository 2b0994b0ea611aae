"""OR always gives four labels. / OR 总是返回四个标签。"""
# notebook: gates
# scores: test_or=1.36
# misconception: X always has the four rows of the truth table. / 以为 X 总是真值表的四行。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return torch.tensor([0.0, 1, 1, 1])
