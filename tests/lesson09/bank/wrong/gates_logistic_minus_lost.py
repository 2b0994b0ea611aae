"""1 / (1 + exp(z)), the minus lost. / 漏了指数上的负号。"""
# notebook: gates
# scores: test_logistic=0.43
# misconception: Another function serves as the sigmoid. / 以为别的函数也可当作 sigmoid。
# hint: sigmoid(z) = 1 / (1 + exp(-z)), elementwise. / sigmoid(z) = 1 / (1 + exp(-z))，逐元素。

# %% logistic
def logistic(X, w):
    sigma = 1 / (1 + torch.exp(X @ w))
    return sigma, (sigma >= 0.5).float()
