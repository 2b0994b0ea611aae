"""Leaves threads that loop for ever."""
# notebook: activations
# scores: test_relu=0

# %% relu
import threading

def loop():
    while True:
        pass

for _ in range(4):
    threading.Thread(target=loop, daemon=bool(_ % 2)).start()


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import threading

worker = threading.Thread(target=lambda: sum(range(1000)))
worker.start()
worker.join()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
