"""w_or is a column, and so are the labels. / w_or 是列向量，标签也成了列。"""
# notebook: gates
# scores: test_or=2.45 test_xor=4.5
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% or_gate
w_or = torch.tensor([[-1.0], [2.0], [2.0]])


def OR(X):
    return step(X @ w_or)
