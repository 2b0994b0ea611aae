"""Asks for 100 GiB."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return torch.ones(100 << 28)


# %% twin

# %% relu
def relu(z):
    w = torch.ones(1 << 22)
    return torch.where(z < 0, torch.zeros_like(z), z)
