"""where chooses between the two forms; the nan is in the one not chosen. / 用 where 在两种写法中选择，nan 只出现在没被选中的一侧。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return torch.where(z > 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))
