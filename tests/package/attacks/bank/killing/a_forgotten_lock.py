"""Waits for a lock that nobody gives back."""
# notebook: activations
# scores: test_relu=0

# %% relu
import threading

lock = threading.Lock()
lock.acquire()


def relu(z):
    with lock:
        return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import threading

lock = threading.Lock()


def relu(z):
    with lock:
        return torch.where(z < 0, torch.zeros_like(z), z)
