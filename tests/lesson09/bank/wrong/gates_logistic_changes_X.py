"""X is multiplied in place. / 就地修改了 X。"""
# notebook: gates
# scores: test_logistic=2.14
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% logistic
def logistic(X, w):
    X *= w
    sigma = torch.sigmoid(X.sum(dim=1))
    return sigma, (sigma >= 0.5).float()
