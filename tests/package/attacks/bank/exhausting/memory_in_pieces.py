"""Collects memory for ever."""
# notebook: activations
# scores: test_relu=0
# race: yes

# %% relu
kept = []


def relu(z):
    while True:
        kept.append(bytearray(1 << 20))


# %% twin

# %% relu
kept = []


def relu(z):
    kept.append(bytearray(1 << 20))
    return torch.where(z < 0, torch.zeros_like(z), z)
