"""Classes, networks and functions are values of every other kind: texts that name builtins, numbers, modules, handles of handles."""
# notebook: forward_pass
# most: 9

# %% foo_child
FooChild = 10**900


# %% model
import itertools

kinds = itertools.cycle(["print", "os.getpid", "", "\0", 1.5, None, nn, nn.Linear, lambda x: "MLP", [nn.Linear(2, 2)], {"net": nn.ReLU()}, type])


def Model(*args, **kwargs):
    return next(kinds)


# %% broken_model
def error_without_super():
    return AttributeError


# %% initial_0
initial_0 = nn.Linear


# %% mlp
def MLP(*args, **kwargs):
    return next(kinds)


# %% twin

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            self.linear = nn.Linear(2, 2)

    try:
        Broken()
    except AttributeError as error:
        return str(type(error).__name__)
