"""sigma by exp(z) / (1 + exp(z)), which overflows for large z. / 用 exp(z) / (1 + exp(z)) 算 sigma，z 很大时会溢出。"""
# notebook: gates

# %% logistic
def logistic(X, w):
    e = torch.exp(X @ w)
    sigma = e / (1 + e)
    return sigma, torch.where(sigma >= 0.5, 1.0, 0.0)
