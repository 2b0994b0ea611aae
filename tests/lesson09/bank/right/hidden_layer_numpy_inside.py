"""numpy inside, a float32 tensor outside. / 内部用 numpy，返回 float32 张量。"""
# notebook: hidden_layers

# %% layer
import numpy as np


def layer(W, x, b, h):
    z = W.numpy() @ x.numpy() + b.numpy()
    table = {
        "identity": lambda v: v,
        "step": lambda v: np.heaviside(v, 1),
        "sigmoid": lambda v: 1 / (1 + np.exp(-v)),
        "relu": lambda v: np.maximum(v, 0),
        "tanh": np.tanh,
    }
    if table.get(h) is None:
        raise ValueError("?")
    return torch.from_numpy(table[h](z).astype("float32"))
