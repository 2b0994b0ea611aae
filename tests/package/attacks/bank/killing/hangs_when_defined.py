"""Never ends while its cell runs."""
# notebook: activations
# scores: test_relu=0

# %% relu
while True:
    pass


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
for _ in range(1000):
    pass


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
