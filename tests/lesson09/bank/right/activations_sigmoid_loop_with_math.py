"""A loop over plain floats; the overflow of math.exp is caught. / 逐个浮点数循环，并捕获 math.exp 的溢出。"""
# notebook: activations

# %% sigmoid
import math


def one(v):
    try:
        return 1 / (1 + math.exp(-v))
    except OverflowError:
        return 0.0


def sigmoid(z):
    return torch.tensor([one(v) for v in z.flatten().tolist()]).reshape(z.shape)
