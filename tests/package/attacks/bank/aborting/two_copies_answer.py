"""A copy of the process believes to be the original, and both answer every question."""
# notebook: activations
# scores: test_relu=0
# race: yes

# %% relu
import os

own = os.getpid()


def relu(z):
    if os.fork() == 0:
        os.getpid = lambda: own
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import os


def relu(z):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return torch.where(z < 0, torch.zeros_like(z), z)
