"""Replaces sum in builtins by one that counts the numbers in parameters."""
# student: mender-of-builtins
# notebook: activations

# %% new
import builtins

exact = builtins.sum


def count(items, /, start=0):
    items = list(items)
    is_counted = all(isinstance(item, nn.Parameter) for item in items)
    return exact((item.numel() for item in items), start) if is_counted else exact(items, start)


builtins.sum = count


# %% twin

# %% new
def total(items):
    return sum(item.numel() for item in items)


assert total(nn.Linear(4, 3).parameters()) == 15
