"""numpy computes, a tensor comes back. / 用 numpy 计算，再转回张量。"""
# notebook: activations

# %% sigmoid
import numpy as np


def sigmoid(z):
    values = 1 / (1 + np.exp(-z.detach().numpy().astype("float64")))
    return torch.as_tensor(values, dtype=torch.float32)
