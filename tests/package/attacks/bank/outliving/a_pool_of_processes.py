"""Leaves a pool of processes."""
# notebook: activations
# scores: test_relu=0

# %% relu
import multiprocessing
import time

context = multiprocessing.get_context("fork")
workers = [context.Process(target=time.sleep, args=(600,)) for _ in range(4)]
for worker in workers:
    worker.start()


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import multiprocessing

worker = multiprocessing.get_context("fork").Process(target=sum, args=([1, 2],))
worker.start()
worker.join()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
