"""Opens files until none can be opened."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os

left = []


def relu(z):
    try:
        while True:
            left.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
left = [open('/dev/null') for _ in range(20)]


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
