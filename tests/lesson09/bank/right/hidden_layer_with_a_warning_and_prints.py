"""It prints and warns on the way. / 途中打印并发出警告。"""
# notebook: hidden_layers

# %% layer
import warnings


def layer(W, x, b, h):
    print("shapes:", W.shape, x.shape, b.shape)
    z = W @ x + b.expand(-1, x.shape[1])
    if h == "step":
        warnings.warn("the step has no slope")
        return torch.heaviside(z, torch.tensor(1.0))
    if h == "identity":
        return z
    if h in ("sigmoid", "relu", "tanh"):
        return eval("torch." + h)(z)
    raise ValueError("h")
