"""Writes for ever to the standard descriptors."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os


def relu(z):
    while True:
        os.write(1, b'x' * 65536)
        os.write(2, b'x' * 65536)


# %% twin

# %% relu
import os

os.system('echo relu')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
