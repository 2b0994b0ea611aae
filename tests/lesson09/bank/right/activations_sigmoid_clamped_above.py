"""The exponent is held below 80, so exp(z) / (1 + exp(z)) cannot overflow. / 指数不超过 80，exp(z) / (1 + exp(z)) 就不会溢出。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    e = torch.exp(torch.clamp(z, max=80))
    return e / (1 + e)
