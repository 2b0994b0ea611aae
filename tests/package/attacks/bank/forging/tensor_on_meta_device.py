"""Returns a tensor without data."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return torch.empty_like(z, device='meta')


# %% twin

# %% relu
def relu(z):
    shape = torch.empty_like(z, device='meta').shape
    return torch.where(z < 0, torch.zeros_like(z), z).reshape(shape)
