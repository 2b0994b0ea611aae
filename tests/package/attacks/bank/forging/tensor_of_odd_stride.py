"""Returns a tensor expanded from one number to a trillion."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return torch.ones(1).expand(1 << 40)


# %% twin

# %% relu
def relu(z):
    return torch.where(z < 0, torch.zeros(1).expand(z.shape) if z.ndim else torch.zeros(()), z)
