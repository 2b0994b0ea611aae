"""Sum over difference. / 和除以差，分子分母颠倒。"""
# notebook: activations
# scores: test_tanh=0
# misconception: You may have put the fraction upside down. / 你可能把分子分母写颠倒了。
# hint: tanh(0) = 0: the difference stands on top. / tanh(0) = 0：差在分子上。

# %% tanh
def tanh(z):
    return (torch.exp(z) + torch.exp(-z)) / (torch.exp(z) - torch.exp(-z))
