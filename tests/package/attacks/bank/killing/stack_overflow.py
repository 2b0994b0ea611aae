"""Overflows the C stack."""
# notebook: activations
# scores: test_relu=0

# %% relu
import sys

sys.setrecursionlimit(1 << 30)


def relu(z):
    class Deep:
        def __getattr__(self, name): return getattr(self, name + "x")
    import json
    deep = []
    for _ in range(1_000_000):
        deep = [deep]
    repr(deep)
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import sys

sys.setrecursionlimit(3000)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
