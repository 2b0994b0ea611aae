"""label is 1 from 0.45 on. / sigma 从 0.45 起 label 就为 1。"""
# notebook: gates
# scores: test_logistic=2.14

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, (sigma >= 0.45).float()
