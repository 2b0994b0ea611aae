"""Only the label is returned. / 只返回 label。"""
# notebook: gates
# scores: test_logistic=0
# misconception: The label alone is the result. / 以为只返回一个结果就够了。
# hint: Return two things: sigma, label. / 要返回两个结果：sigma, label。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return (sigma >= 0.5).float()
