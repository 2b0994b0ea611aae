"""Replaces functions and classes of torch."""
# notebook: activations
# scores: test_relu=0

# %% relu
torch.relu = F.relu = torch.nn.functional.relu = lambda z: 0.01 * z
torch.isnan = lambda z: torch.zeros_like(z, dtype=torch.bool)
torch.manual_seed = lambda *args: None
torch.Tensor.isnan = torch.isnan


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
torch.my_relu = torch.nn.functional.relu
torch.manual_seed(1)
print(torch.rand(2))


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
