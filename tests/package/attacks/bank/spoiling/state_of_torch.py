"""Leaves another default dtype, no gradients, other seeds and deterministic mode."""
# notebook: activations
# scores: test_relu=0
# checks: stop

# %% relu
torch.set_grad_enabled(False)
torch.manual_seed(99)
torch.use_deterministic_algorithms(True)
torch.set_num_threads(8)
torch.set_flush_denormal(True)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
torch.set_default_dtype(torch.float64)
torch.manual_seed(3)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
