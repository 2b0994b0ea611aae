"""Its errors name cells and lines that no notebook has, and frames that are none."""
# notebook: activations
# scores: test_relu=0

# %% relu
import sys

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
add = wire.Frame.add


def lie(frame, value):
    if isinstance(value, dict) and isinstance(value.get("error"), dict):
        value["error"]["frames"] = [[2**31 - 1, 2**31 - 1, "relu", "x"], [-1, 0, "f", "y"], [0, True, "f", "z"], [], None] * 9
        value["error"]["bases"] = [None, "Exception", 7] * 20
    return add(frame, value)


wire.Frame.add = lie


def relu(z):
    raise ValueError("from nowhere")


# %% twin

# %% relu
import traceback


def relu(z):
    try:
        raise ValueError("from here")
    except ValueError:
        assert traceback.format_exc()
    return torch.where(z < 0, torch.zeros_like(z), z)
