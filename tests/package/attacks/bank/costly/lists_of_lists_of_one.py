"""Every gate, weight and step is a list of thirty thousand lists of lists of one number."""
# notebook: gates
# most: 13
# race: yes

# %% step
one_each = [[[0.25]]] * 33_000


def step(z):
    return one_each


# %% and_gate
w_and = one_each


def AND(X):
    return one_each


# %% or_gate
w_or = one_each


def OR(X):
    return one_each


# %% nand_gate
w_nand = one_each


def NAND(X):
    return one_each


# %% xor_gate
def XOR(X):
    return one_each


# %% twin

# %% step
def step(z):
    return (z >= 0).to(torch.float32)


# %% and_gate
w_and = torch.tensor([[[-3.0]], [[2.0]], [[2.0]]]).reshape(3)


def AND(X):
    return step(X @ w_and)
