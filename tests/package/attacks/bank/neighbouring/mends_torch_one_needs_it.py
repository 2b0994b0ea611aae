"""A tanh of infinite numbers, which a notebook beside it is to mend."""
# student: mender-of-torch
# notebook: activations
# scores: test_tanh=1.4

# %% tanh
def tanh(z):
    up, down = torch.exp(z), torch.exp(-z)
    return (up - down) / (up + down)


# %% twin

# %% tanh
def tanh(z):
    up, down = torch.exp(z.clamp(-40, 40)), torch.exp(-z.clamp(-40, 40))
    return (up - down) / (up + down)
