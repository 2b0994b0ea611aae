"""OR gives z. / OR 返回了 z。"""
# notebook: gates
# scores: test_or=0.27 test_xor=4.5
# misconception: The weighted sum is already the label. / 以为加权和就是标签。
# hint: Pass z through step. / 把 z 再送入 step。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return X @ w_or
