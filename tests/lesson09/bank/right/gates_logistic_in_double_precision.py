"""logistic computes in float64 and rounds at the end. / 用 float64 计算，最后转回 float32。"""
# notebook: gates

# %% logistic
def logistic(X, w):
    s = torch.sigmoid(torch.mv(X.double(), w.double()))
    return s.float(), (s >= 0.5).float()
