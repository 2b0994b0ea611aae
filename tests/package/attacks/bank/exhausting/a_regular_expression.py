"""Searches with an expression that backtracks for ever."""
# notebook: activations
# scores: test_relu=0

# %% relu
import re


def relu(z):
    re.match(r'(a+)+$', 'a' * 60 + 'b')
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import re

re.match(r'a+$', 'aaa')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
