"""Every reply to a question is a dict of a form that nobody promised: no value, arguments that are none, keys of every type."""
# notebook: gates
# most: 27

# %% xor_line
import itertools
import sys

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
add = wire.Frame.add
forms = itertools.cycle([
    {"value": 0.75, "error": 5}, {"error": {"type": 5, "message": None, "frames": 5, "bases": {}}}, {}, {"missing": 1},
    {"args": [], "value": {1: 2, None: [], (): {}}}, {1: 1, None: None}, {"results": 7, "outputs": {}}, {"value": 0.5, "args": 7},
])
step_of = step


def lie(frame, value):
    is_reply = isinstance(value, dict) and "value" in value and not isinstance(value["value"], torch.Tensor)
    return add(frame, next(forms) if is_reply else value)


wire.Frame.add = lie
best_line = 0.5


# %% twin

# %% xor_line
best_line = {"value": 0.75, "error": None, None: 1}["value"]
