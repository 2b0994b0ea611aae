"""Changes its argument, so that wrong and right look alike."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    z.data.mul_(0.01)
    return z


# %% twin

# %% relu
def relu(z):
    w = z.clone()
    w[w < 0] = 0
    return w
