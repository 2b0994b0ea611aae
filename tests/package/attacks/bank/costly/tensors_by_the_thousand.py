"""Every value is a list of thirty thousand tensors of one number each."""
# notebook: activations
# most: 6
# race: yes

# %% relu
many = [torch.zeros(1)] * 30_000


def relu(z):
    return many


# %% tanh
def tanh(z):
    return many


# %% sigmoid
def sigmoid(z):
    return many


# %% softmax
def softmax(z, dim):
    return many


# %% twin

# %% relu
def relu(z):
    parts = [torch.where(part < 0, torch.zeros_like(part), part) for part in z.reshape(-1)]
    return torch.stack(parts).reshape(z.shape)
