"""numpy is told to raise on overflow. / 让 numpy 在溢出时报错。"""
# lesson: lesson09
# notebook: activations

# %% sigmoid
import numpy as np


def sigmoid(z):
    e = np.exp(-z.double().numpy())
    return torch.as_tensor(1 / (1 + e)).float()

# %% new
np.seterr(all="raise")
