"""w_and is a column, and so are the labels. / w_and 是列向量，标签也成了列。"""
# notebook: gates
# scores: test_and=2.45
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% and_gate
w_and = torch.tensor([[-3.0], [2.0], [2.0]])


def AND(X):
    return step(X @ w_and)
