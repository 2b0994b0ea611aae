"""The bias is taken from the end of w. / 把 w 的最后一个当截距。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(w[0] * X[:, 1] + w[1] * X[:, 2] + w[2])
    return sigma, (sigma >= 0.5).float()
