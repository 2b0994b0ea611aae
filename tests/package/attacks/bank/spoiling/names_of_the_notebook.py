"""Takes the names that the notebook imports, and the builtins."""
# notebook: activations
# scores: test_relu=0

# %% relu
import builtins

torch_before = torch
torch = nn = F = plt = None
builtins.planted = "planted"


def relu(z):
    return torch_before.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import builtins

nn = F = plt = None
builtins.planted = 1


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
