"""Refuses an unknown name before anything is computed. / 先检查名字，再计算。"""
# notebook: hidden_layers

# %% layer
NAMES = ["identity", "step", "sigmoid", "relu", "tanh"]


def layer(W, x, b, h):
    if NAMES.count(h) != 1:
        raise ValueError(h)
    z = torch.addmm(b, W, x)
    if h == "identity":
        return z
    return torch.heaviside(z, torch.ones(())) if h == "step" else getattr(torch, h)(z)
