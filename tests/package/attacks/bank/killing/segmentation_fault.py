"""Reads from address 0."""
# notebook: activations
# scores: test_relu=0

# %% relu
import ctypes


def relu(z):
    ctypes.string_at(0)


# %% twin

# %% relu
import ctypes

text = ctypes.string_at(b'relu')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
