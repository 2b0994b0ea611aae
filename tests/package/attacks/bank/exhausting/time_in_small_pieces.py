"""Takes a little less time than it may, again and again."""
# notebook: activations
# scores: test_relu=0

# %% relu
import time


def relu(z):
    time.sleep(0.9)
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import time


def relu(z):
    time.sleep(0.02)
    return torch.where(z < 0, torch.zeros_like(z), z)
