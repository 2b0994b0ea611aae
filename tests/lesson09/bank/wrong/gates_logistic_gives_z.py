"""z is returned in the place of sigma. / 返回 z 而不是 sigma。"""
# notebook: gates
# scores: test_logistic=1.29
# misconception: sigma is the weighted sum itself. / 以为 sigma 就是加权和。
# hint: Apply the sigmoid to z = Xw. / 对 z = Xw 再取 sigmoid。

# %% logistic
def logistic(X, w):
    z = X @ w
    return z, (torch.sigmoid(z) >= 0.5).float()
