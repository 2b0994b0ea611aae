"""sigma is rounded to two decimals. / sigma 保留两位小数。"""
# notebook: gates
# scores: test_logistic=1.29
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% logistic
def logistic(X, w):
    s = torch.sigmoid(X @ w)
    return torch.round(s, decimals=2), (s >= 0.5).float()
