"""Returns a list that contains itself, and one nested ten thousand deep."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    one = []
    one.append(one)
    deep = []
    for _ in range(10_000):
        deep = [deep]
    return one if z.numel() % 2 else deep


# %% twin

# %% relu
def relu(z):
    nested = [[z]]
    z = nested[0][0]
    return torch.where(z < 0, torch.zeros_like(z), z)
