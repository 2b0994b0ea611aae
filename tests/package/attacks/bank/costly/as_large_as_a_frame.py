"""Every value is one number that pretends to be sixteen million, and is written out to fill a whole frame."""
# notebook: activations
# scores: test_sigmoid=0 test_relu=0 test_tanh=0 test_softmax=0
# race: yes

# %% relu
wide = torch.zeros(1).expand(16_000_000)


def relu(z):
    return wide


# %% tanh
def tanh(z):
    return wide


# %% sigmoid
def sigmoid(z):
    return wide


# %% softmax
def softmax(z, dim):
    return wide


# %% twin

# %% relu
def relu(z):
    zero = torch.zeros(1).expand(z.numel()).reshape(z.shape)
    return torch.where(z < 0, zero, z)
