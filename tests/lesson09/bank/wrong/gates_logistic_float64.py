"""sigma and label are float64. / sigma 与 label 是 float64。"""
# notebook: gates
# scores: test_logistic=2.57
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X.double() @ w.double())
    return sigma, (sigma >= 0.5).double()
