"""Raises an exception whose text never comes."""
# notebook: activations
# scores: test_relu=0

# %% relu
class Slow(Exception):
    def __str__(self):
        while True:
            pass


def relu(z):
    raise Slow()


# %% twin

# %% relu
class Own(Exception):
    def __str__(self): return 'own'


def relu(z):
    try:
        raise Own('x')
    except Own as error:
        str(error)
    return torch.where(z < 0, torch.zeros_like(z), z)
