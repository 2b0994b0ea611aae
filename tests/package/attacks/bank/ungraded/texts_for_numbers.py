"""Numbers as texts, texts in arrays, bytes, ranges and dates, in every function of the notebook."""
# notebook: activations
# scores: test_sigmoid=0 test_relu=0 test_tanh=0 test_softmax=0

# %% softmax
import datetime
import decimal
import fractions
import itertools

import numpy

texts = itertools.cycle([
    "0.5", ["0", "0", "0", "0.25", "7"], b"\0\1", bytearray(b"5"), numpy.array(["0", "1"]), numpy.array([b"0"]), range(5),
    datetime.date(2020, 1, 1), decimal.Decimal("NaN"), fractions.Fraction(1, 3), numpy.str_("7"), memoryview(b"1"), ...,
    numpy.array([1, "x"], dtype=object), numpy.void(b"12"), slice(1), numpy.timedelta64(1), complex("nan"), map(float, "12"),
])


def softmax(z, dim):
    return next(texts)


# %% new
def sigmoid(z):
    return next(texts)


def relu(z):
    return next(texts)


def tanh(z):
    return next(texts)


# %% twin

# %% softmax
import fractions

half = fractions.Fraction("0.5")


def softmax(z, dim):
    return torch.softmax(z * float(half) * 2, dim)
