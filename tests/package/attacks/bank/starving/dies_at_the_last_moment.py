"""Its cells take as long as they may; every function then waits, and dies at the end of its time: all runs once more."""
# notebook: activations
# most: 7
# race: yes

# %% relu
import os
import time


def relu(z):
    time.sleep(0.65)
    os._exit(0)


# %% tanh
def tanh(z):
    time.sleep(0.65)
    os._exit(0)


# %% sigmoid
def sigmoid(z):
    import os
    import time

    time.sleep(0.65)
    os._exit(0)


# %% softmax
def softmax(z, dim):
    time.sleep(0.65)
    os._exit(0)


# %% new
time.sleep(1.0)


# %% twin

# %% relu
import time


def relu(z):
    time.sleep(0.01)
    return torch.where(z < 0, torch.zeros_like(z), z)
