"""label is sigma rounded. / 对 sigma 取整当作 label。"""
# notebook: gates
# scores: test_logistic=2.14
# misconception: sigma = 0.5 belongs to class 0. / 以为 sigma = 0.5 属于 0 类。
# hint: label is 1 where sigma >= 0.5. / sigma >= 0.5 时 label 为 1。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, sigma.round()
