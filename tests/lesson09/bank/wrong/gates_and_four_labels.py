"""AND always gives four labels. / AND 总是返回四个标签。"""
# notebook: gates
# scores: test_and=1.36 test_xor=4.5
# misconception: X always has the four rows of the truth table. / 以为 X 总是真值表的四行。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return torch.tensor([0.0, 0, 0, 1])
