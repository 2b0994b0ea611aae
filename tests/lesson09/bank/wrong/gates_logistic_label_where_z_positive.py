"""label is 1 where z > 0. / z > 0 时才为 1。"""
# notebook: gates
# scores: test_logistic=2.14
# misconception: sigma = 0.5 belongs to class 0. / 以为 sigma = 0.5 属于 0 类。
# hint: label is 1 where sigma >= 0.5. / sigma >= 0.5 时 label 为 1。

# %% logistic
def logistic(X, w):
    z = X @ w
    return torch.sigmoid(z), torch.where(z > 0, 1.0, 0.0)
