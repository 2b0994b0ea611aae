"""Stops itself and a process of its own."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os
import signal


def relu(z):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.pause()


# %% twin

# %% relu
import os

pid = os.fork()
if pid == 0:
    os._exit(3)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
