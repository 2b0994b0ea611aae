"""squeeze() leaves no dimension for one row. / 只有一行时 squeeze() 去掉了全部维度。"""
# notebook: gates
# scores: test_logistic=2.57
# misconception: squeeze() only ever removes the last dimension. / 以为 squeeze() 只去掉最后一维。
# hint: Try n = 1: name the dimension, squeeze(1). / 试试 n = 1；写明维度 squeeze(1)。

# %% logistic
def logistic(X, w):
    sigma = torch.sigmoid(X @ w.reshape(3, 1)).squeeze()
    return sigma, (sigma >= 0.5).float()
