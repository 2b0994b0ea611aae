"""A single number, a row for a column, a number in brackets of every depth: 0-d where 1-d is asked for, and the other way."""
# notebook: hidden_layers
# scores: test_layer=0 test_xor_network=0 test_verdict=0 test_collapse=0 test_sigmoid_evidence=0 test_rescue=0

# %% layer
import itertools

import numpy

ones = itertools.cycle([
    torch.tensor(-0.04), torch.tensor([-0.04]), torch.full((1,) * 14, -0.04), -0.04, True, numpy.float32(-0.04), numpy.zeros(()),
    numpy.bool_(True), [[-0.04]], numpy.array(["x"]), numpy.array([None]), numpy.datetime64("2020-01-01"), torch.tensor(1j),
])


def layer(W, x, b, h):
    return next(ones)


# %% xor_network
def xor_network(X, hidden, output):
    return next(ones)


# %% verdict
verdict = torch.tensor(True)


# %% collapse
def collapse(W1, b1, W2, b2):
    return next(ones)


# %% sigmoid_evidence
def sigmoid_evidence():
    return next(ones)


# %% rescue
def rescued_weights():
    return next(ones)


# %% twin

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    z = []
    for row in X:
        first, second = torch.sigmoid(row @ W_NAND), torch.sigmoid(row @ W_OR)
        z.append(W_AND @ torch.stack([torch.tensor(1.0), first, second]))
    return torch.stack(z)
