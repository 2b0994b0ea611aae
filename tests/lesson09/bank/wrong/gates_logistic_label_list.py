"""label is a list. / label 是列表。"""
# notebook: gates
# scores: test_logistic=2.57
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, [float(s >= 0.5) for s in sigma]
