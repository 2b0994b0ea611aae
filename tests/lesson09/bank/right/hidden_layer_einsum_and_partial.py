"""The product is an einsum, the relu a functools.partial. / 用 einsum 求积，relu 用 functools.partial 写成。"""
# notebook: hidden_layers

# %% layer
import functools

functions = {
    "identity": torch.clone,
    "step": lambda z: torch.ge(z, 0).to(torch.float32),
    "sigmoid": torch.special.expit,
    "relu": functools.partial(torch.clamp, min=0.0),
    "tanh": torch.Tensor.tanh,
}


def layer(W, x, b, h):
    z = torch.einsum("oi,im->om", W, x) + b
    if h in functions.keys():
        return functions[h](z)
    raise ValueError("unknown: " + str(h))
