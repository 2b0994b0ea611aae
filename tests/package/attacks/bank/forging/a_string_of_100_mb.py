"""Returns a string of a hundred million letters."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return 'x' * 100_000_000


# %% twin

# %% relu
def relu(z):
    text = 'x' * 1_000_000
    return torch.where(z < 0, torch.zeros_like(z), z)
