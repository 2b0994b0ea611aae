"""Returns a million numbers."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return [0.0] * 1_000_000


# %% twin

# %% relu
def relu(z):
    numbers = [0.0] * 10_000
    return torch.where(z < 0, torch.zeros_like(z), z)
