"""Both results are columns (n, 1). / 两个结果都是 (n, 1) 的列。"""
# notebook: gates
# scores: test_logistic=2.57
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w.reshape(3, 1))
    return sigma, (sigma >= 0.5).float()
