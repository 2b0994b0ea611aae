"""Star imports shadow half of Python. / 用 import * 覆盖了内建函数。"""
# lesson: lesson09
# notebook: gates

# %% step
from math import *
from numpy import *
from torch import *


def step(z):
    return where(z >= 0, ones_like(z).float(), zeros_like(z).float())
