"""AND gives z. / AND 返回了 z。"""
# notebook: gates
# scores: test_and=0.27 test_xor=2.5
# misconception: The weighted sum is already the label. / 以为加权和就是标签。
# hint: Pass z through step. / 把 z 再送入 step。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return X @ w_and
