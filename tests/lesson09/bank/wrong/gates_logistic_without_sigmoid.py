"""The sigmoid is forgotten. / 忘了 sigmoid。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: sigma is the weighted sum itself. / 以为 sigma 就是加权和。
# hint: Apply the sigmoid to z = Xw. / 对 z = Xw 再取 sigmoid。

# %% logistic
def logistic(X, w):
    sigma = X @ w
    return sigma, (sigma >= 0.5).float()
