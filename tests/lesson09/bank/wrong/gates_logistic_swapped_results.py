"""(label, sigma) in the place of (sigma, label). / 两个结果的顺序反了。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: The order of two results does not matter. / 以为两个结果的顺序无所谓。
# hint: Compare with the docstring's order. / 对照说明里的返回顺序。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return (sigma >= 0.5).float(), sigma
