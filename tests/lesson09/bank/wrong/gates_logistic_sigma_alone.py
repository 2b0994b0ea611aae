"""Only sigma is returned. / 只返回 sigma。"""
# notebook: gates
# scores: test_logistic=0
# misconception: The label alone is the result. / 以为只返回一个结果就够了。
# hint: Return two things: sigma, label. / 要返回两个结果：sigma, label。

# %% logistic
def logistic(X, w):
    return torch.sigmoid(X @ w)
