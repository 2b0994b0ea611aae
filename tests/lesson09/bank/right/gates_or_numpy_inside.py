"""OR computes in numpy. / OR 内部用 numpy。"""
# notebook: gates

# %% or_gate
import numpy as np

w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    z = X.numpy() @ w_or.numpy()
    return torch.from_numpy((z >= 0).astype(np.float32))
