"""numpy's axis for torch's dim. / 用 numpy 的 axis 代替 dim。"""
# notebook: activations

# %% softmax
import numpy as np


def softmax(z, dim):
    a = z.numpy()
    a = np.exp(a - a.max(axis=dim, keepdims=True))
    return torch.tensor(a / a.sum(axis=dim, keepdims=True))
