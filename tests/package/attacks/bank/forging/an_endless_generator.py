"""Returns a generator without end."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    import itertools
    return itertools.count()


# %% twin

# %% relu
def relu(z):
    return torch.stack([torch.clamp(v, min=0) for v in (w for w in z.reshape(-1))]).reshape(z.shape)
