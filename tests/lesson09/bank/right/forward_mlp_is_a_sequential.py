"""MLP inherits from nn.Sequential, in an OrderedDict. / MLP 继承 nn.Sequential，用 OrderedDict。"""
# notebook: forward_pass

# %% mlp
from collections import OrderedDict


class MLP(nn.Sequential):
    def __init__(self, sizes, hidden="relu"):
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        parts = OrderedDict()
        last = len(sizes) - 2
        for i, (m, k) in enumerate(zip(sizes, sizes[1:])):
            parts[f"linear{i}"] = nn.Linear(m, k)
            parts[f"h{i}"] = kinds[hidden]() if i < last else nn.Softmax(dim=1)
        super().__init__(parts)
