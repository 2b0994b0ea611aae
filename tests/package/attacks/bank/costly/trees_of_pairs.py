"""Every value is a pair of pairs of pairs, fifteen deep: sixty-five thousand lists, most of them the same object."""
# notebook: activations
# scores: test_sigmoid=0 test_relu=0 test_tanh=0 test_softmax=0
# race: yes

# %% relu
tree = 0.5
for _ in range(15):
    tree = [tree, tree]


def relu(z):
    return tree


# %% tanh
def tanh(z):
    return tree


# %% sigmoid
def sigmoid(z):
    return tree


# %% softmax
def softmax(z, dim):
    return tree


# %% twin

# %% relu
tree = 0.0
for _ in range(5):
    tree = [tree, tree]


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
