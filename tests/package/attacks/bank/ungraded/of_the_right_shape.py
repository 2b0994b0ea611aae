"""Values of the right shape and of every other kind of number: complex, bool, infinite, of few digits, sparse, with a gradient."""
# notebook: activations
# most: 15

# %% relu
import itertools

turns = itertools.cycle([
    lambda z: z.to(torch.complex64), lambda z: z > 0, lambda z: z / 0, lambda z: z.to(torch.bfloat16), lambda z: z.half(),
    lambda z: z.to_sparse(), lambda z: z.int(), lambda z: z.to(torch.uint8), lambda z: z.requires_grad_(), lambda z: z.tolist(),
    lambda z: z.to(torch.float8_e5m2), lambda z: z.numpy().astype("uint64"), lambda z: z.conj(), lambda z: z.double() * 1e300 * 1e300,
    lambda z: torch.complex(z, z).conj(), lambda z: torch._neg_view(z), lambda z: z.to("meta"), lambda z: z[None].expand(3, *z.shape),
])


def relu(z):
    return next(turns)(z)


# %% tanh
def tanh(z):
    return next(turns)(z)


# %% softmax
def softmax(z, dim):
    return next(turns)(z)


# %% twin

# %% relu
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z).double()


# %% tanh
def tanh(z):
    return torch.tanh(z.double()).requires_grad_()
