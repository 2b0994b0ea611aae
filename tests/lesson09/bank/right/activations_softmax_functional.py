"""softmax is torch's own. / 直接使用 torch 的 softmax。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    return F.softmax(z, dim=dim)
