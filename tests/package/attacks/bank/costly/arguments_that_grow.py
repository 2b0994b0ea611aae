"""Right values; but the argument that it was given is a thousand times as large when it comes back."""
# notebook: activations
# most: 13.14
# race: yes

# %% relu
def grown(function):
    def grow(z, *more):
        result = function(z, *more)
        z.set_(torch.zeros(1).expand(15_000_000))
        return result

    return grow


@grown
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)


# %% tanh
@grown
def tanh(z):
    return torch.tanh(z)


# %% softmax
sigmoid = grown(sigmoid)


@grown
def softmax(z, dim):
    return torch.softmax(z, dim)


# %% twin

# %% relu
def relu(z):
    own = z.clone()
    own.set_(torch.cat([own.reshape(-1)] * 2))
    kept = own[: z.numel()].reshape(z.shape)
    return torch.where(kept < 0, torch.zeros_like(kept), kept)
