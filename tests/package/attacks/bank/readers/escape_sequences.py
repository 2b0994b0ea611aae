"""Prints sequences that colour, clear, retitle and answer in a terminal."""
# notebook: activations
# scores: test_relu=0

# %% relu
import sys

text = "\x1b[2J\x1b[31mFULL MARKS\x1b[0m\x1b]0;title\x07\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\\x9b31m\x08\x08\rrelu: PASSED\x00\x1b[6n\x1bP+q\x1b\\"
print(text)
print(text, file=sys.stderr)
display(text)


def relu(z):
    raise ValueError(text)


# %% twin

# %% relu
print('\x1b[32mrelu\x1b[0m')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
