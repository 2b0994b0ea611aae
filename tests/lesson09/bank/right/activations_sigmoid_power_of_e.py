"""The formula with e to a power instead of exp. / 用 e 的幂代替 exp。"""
# notebook: activations

# %% sigmoid
import math


def sigmoid(z):
    return 1 / (1 + math.e ** (-z))
