"""What it says its gradients, layers and zeroed weights are is None, complex, empty, bool, text, and of other lengths."""
# notebook: forward_pass
# most: 15

# %% model
import itertools
import sys

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
add = wire.Frame.add
odd = itertools.cycle([
    None, 1j, [], True, "x", torch.zeros(3, 0, 2), torch.zeros((), dtype=torch.complex64), {1: 2}, torch.zeros(2, dtype=torch.bool),
    [[None, []], [1j]], (1, 2, 3), float("nan"), 10**900, set(), object(), [torch.zeros(1, dtype=torch.bfloat16)] * 4,
])


def lie(frame, value):
    found = value.get("value") if isinstance(value, dict) else None
    if isinstance(found, dict):
        value["value"] = {name: next(odd) for name in found}
    elif isinstance(found, list):
        value["value"] = [next(odd) for _ in found]
    return add(frame, value)


wire.Frame.add = lie


# %% twin

# %% new
net = Model(6, 3)
net(torch.zeros(1, 6)).sum().backward()
assert all(p.grad is not None for p in net.parameters())
