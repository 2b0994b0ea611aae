"""Changes the environment, locale and umask, and the host's name."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os
import socket

os.environ.update({"LD_PRELOAD": "/tmp/x.so", "PYTHONPATH": "/tmp", "PYTHONSTARTUP": "/tmp/x.py", "PATH": "", "HOME": "/nowhere"})
os.umask(0o777)
try:
    socket.sethostname("spoiled")
except OSError:
    pass


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import os

os.environ['OMP_NUM_THREADS'] = '2'
os.umask(0o022)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
