"""The four functions share one safe exponential. / 四个函数共用一个安全的指数函数。"""
# notebook: activations

# %% sigmoid
def split(z):
    """Return exp(-|z|) and whether z is negative."""
    return torch.exp(-z.abs()), z < 0


def sigmoid(z):
    e, negative = split(z)
    return torch.where(negative, e, 1.0) / (1 + e)

# %% relu
def relu(z):
    return torch.where(split(z)[1], 0.0, z)

# %% tanh
def tanh(z):
    e, negative = split(2 * z)
    return torch.where(negative, e - 1, 1 - e) / (1 + e)

# %% softmax
def softmax(z, dim):
    e, _ = split(z - z.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)
