"""label is boolean. / label 是布尔值。"""
# notebook: gates
# scores: test_logistic=2.57
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, sigma >= 0.5
