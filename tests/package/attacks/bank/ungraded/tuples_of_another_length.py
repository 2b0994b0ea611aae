"""Functions that must return two or three things return one, four, nested ones, none, and a generator of them."""
# notebook: hidden_layers
# scores: test_collapse=0 test_rescue=0

# %% collapse
import itertools

lengths = itertools.cycle([(), (1,), (torch.zeros(1),) * 3, ((), ()), (None, None), [[[]], [[]]], {"W": 1, "b": 2}, ({}, set()), (1j, "x")])


def collapse(W1, b1, W2, b2):
    return next(lengths)


# %% rescue
triples = itertools.cycle([((), (), ()), (None,) * 3, torch.zeros(3, 3, dtype=torch.bool), ("abc",) * 3, ([True, False, True],) * 3, (x for x in "abc")])


def rescued_weights():
    return next(triples)


# %% twin

# %% collapse
def collapse(W1, b1, W2, b2):
    return [W2 @ W1, W2 @ b1 + b2]


# %% rescue
def rescued_weights():
    return [torch.tensor([30.0, -20.0, -20.0]), torch.tensor([-10.0, 20.0, 20.0]), torch.tensor([-30.0, 20.0, 20.0])]
