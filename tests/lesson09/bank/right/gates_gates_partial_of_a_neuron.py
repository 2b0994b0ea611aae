"""The gates are partials of one neuron. / 三个门都是同一个神经元的 partial。"""
# notebook: gates

# %% and_gate
from functools import partial

w_and = torch.FloatTensor([-3, 2, 2])
AND = partial(lambda w, X: step(X @ w), w_and)

# %% or_gate
w_or = torch.FloatTensor([-1, 2, 2])
OR = partial(lambda w, X: step(X @ w), w_or)

# %% nand_gate
w_nand = torch.FloatTensor([3, -2, -2])
NAND = partial(lambda w, X: step(X @ w), w_nand)
