"""logistic prints and returns nothing. / 只打印，没有 return。"""
# notebook: gates
# scores: test_logistic=0
# misconception: Printing a result gives it back. / 以为打印就等于返回。
# hint: End the function with return. / 函数末尾要有 return。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    print(sigma, (sigma >= 0.5).float())
