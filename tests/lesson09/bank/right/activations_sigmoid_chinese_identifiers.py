"""The names inside are Chinese. / 内部变量用中文命名。"""
# notebook: activations

# %% sigmoid
def 稳定的指数(数值):
    return torch.exp(-torch.abs(数值))


def sigmoid(z):
    指数 = 稳定的指数(z)
    较小 = 指数 / (1 + 指数)
    return torch.where(z < 0, 较小, 1 - 较小)
