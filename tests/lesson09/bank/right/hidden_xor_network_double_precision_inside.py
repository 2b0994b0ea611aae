"""The network computes in float64 by itself. / 网络自己用 float64 计算。"""
# notebook: hidden_layers

# %% xor_network
import numpy as np

_h = {
    "identity": np.asarray,
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: np.clip(z, 0, None),
    "tanh": np.tanh,
}


def xor_network(X, hidden, output="step"):
    rows = X.double().numpy()
    s = _h[hidden](rows @ np.stack([W_NAND.numpy(), W_OR.numpy()], axis=1).astype(float))
    z = s @ W_AND[1:].double().numpy() + float(W_AND[0])
    return torch.from_numpy(z >= 0).float()
