"""sigma by 1 / (1 + exp(-z)), label by step. / 用公式算 sigma，用 step 算 label。"""
# notebook: gates

# %% logistic
def logistic(X, w):
    z = X @ w
    return 1 / (1 + torch.exp(-z)), step(z)
