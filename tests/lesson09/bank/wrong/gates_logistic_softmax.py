"""softmax over the rows. / 对各行做了 softmax。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: Another function serves as the sigmoid. / 以为别的函数也可当作 sigmoid。
# hint: sigmoid(z) = 1 / (1 + exp(-z)), elementwise. / sigmoid(z) = 1 / (1 + exp(-z))，逐元素。

# %% logistic
def logistic(X, w):
    sigma = F.softmax(X @ w, dim=0)
    return sigma, (sigma >= 0.5).float()
