"""Hangs where no Python signal handler runs, all signals blocked."""
# notebook: activations
# scores: test_relu=0

# %% relu
import ctypes
import signal

libc = ctypes.PyDLL(None)


def relu(z):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    libc.pause()
    while True:
        libc.pause()


# %% twin

# %% relu
import ctypes

ctypes.CDLL(None).usleep(1000)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
