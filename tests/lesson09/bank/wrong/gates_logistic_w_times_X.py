"""w @ X in the place of X @ w. / 把 X @ w 写成了 w @ X。"""
# notebook: gates
# scores: test_logistic=0
# misconception: w @ X is the same as X @ w. / 以为 w @ X 与 X @ w 相同。
# hint: X is (n, 3), w is (3,): try n = 4. / X 是 (n, 3)，w 是 (3,)：试试 n = 4。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(w @ X)
    return sigma, (sigma >= 0.5).float()
