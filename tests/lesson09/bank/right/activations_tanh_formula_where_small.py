"""The formula for |z| below 20, the sign elsewhere. / |z| 小于 20 用公式，其余取符号。"""
# notebook: activations

# %% tanh
def tanh(z):
    fraction = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return torch.where(z.abs() < 20, fraction, torch.sign(z))
