"""Prints and shows for ever."""
# notebook: activations
# scores: test_relu=0

# %% relu
import sys
for _ in range(3000):
    print('x' * 10_000)
    print('y' * 1000, file=sys.stderr)
    display('z' * 1000)
while True:
    print('x' * 100_000)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
print('x' * 1000)
display('y')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
