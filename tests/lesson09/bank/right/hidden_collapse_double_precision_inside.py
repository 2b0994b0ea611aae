"""It computes in float64 and gives float32, in a namedtuple. / 用 float64 计算，以命名元组返回 float32。"""
# notebook: hidden_layers

# %% collapse
from typing import NamedTuple


class Affine(NamedTuple):
    W: torch.Tensor
    b: torch.Tensor


def collapse(W1, b1, W2, b2):
    W1, b1, W2, b2 = (t.double() for t in (W1, b1, W2, b2))
    return Affine(W=(W2 @ W1).float(), b=torch.addmm(b2, W2, b1).float())
