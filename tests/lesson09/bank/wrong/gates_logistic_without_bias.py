"""The bias is left out. / 漏了截距。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: The bias may be left out. / 以为可以不要截距。
# hint: b is w[0], against the column of ones of X. / b 就是 w[0]，对应 X 中全为 1 的列。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X[:, 1:] @ w[1:])
    return sigma, (sigma >= 0.5).float()
