"""Returns an enormous integer."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return 1 << 4_000_000


# %% twin

# %% relu
def relu(z):
    import math
    number = math.factorial(100)
    return torch.where(z < 0, torch.zeros_like(z), z)
