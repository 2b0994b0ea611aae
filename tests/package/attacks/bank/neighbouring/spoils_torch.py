"""Replaces what right notebooks beside it use: sigmoid, softmax, Linear, stack, tensor, and the default dtype."""
# student: spoiler-of-torch
# notebook: gates
# race: yes
# most: 30

# %% new
torch.sigmoid = torch.relu = torch.softmax = torch.where = lambda *a, **k: torch.zeros(1)
torch.nn.functional.softmax = lambda *a, **k: None
torch.nn.Linear.forward = lambda self, x: x
torch.Tensor.amax = torch.Tensor.numel = lambda *a, **k: 0
torch.manual_seed = torch.rand = torch.Generator = None
torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")


# %% twin

# %% new
torch.set_default_dtype(torch.float64)
assert torch.sigmoid(torch.zeros(1)).item() == 0.5
torch.set_default_dtype(torch.float32)
