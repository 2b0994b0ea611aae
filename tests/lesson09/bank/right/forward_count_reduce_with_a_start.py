"""functools.reduce, starting from 0. / 用 functools.reduce，从 0 开始。"""
# notebook: forward_pass

# %% count_parameters
from functools import reduce


def count_parameters(net):
    print(net)
    return reduce(lambda total, p: total + p.detach().flatten().shape[0], net.parameters(), 0)
