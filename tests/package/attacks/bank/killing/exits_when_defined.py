"""Leaves the process while its cell runs."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os
os._exit(0)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import os

pid = os.fork()
if pid == 0:
    os._exit(3)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
