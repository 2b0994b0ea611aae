"""The plain formula: an intermediate inf does no harm. / 直接用公式：中间出现 inf 并无影响。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))
