"""1 - 2 / (exp(2z) + 1): the inf stands alone below the line and does no harm. / 1 - 2 / (exp(2z) + 1)：inf 只出现在分母，没有影响。"""
# notebook: activations

# %% tanh
def tanh(z):
    return 1 - 2 / (torch.exp(2 * z) + 1)
