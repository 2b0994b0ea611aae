"""math.tanh is called on a tensor. / 对张量调用 math.tanh。"""
# notebook: hidden_layers
# scores: test_layer=2.57 test_xor_network=3
# misconception: Functions for single numbers work on tensors. / 以为处理单个数的函数也能处理张量。
# hint: Take torch's own function, which goes through all elements. / 用 torch 自己的函数，它会处理每个元素。

# %% layer
import math


def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h == "sigmoid":
        return torch.sigmoid(z)
    if h == "relu":
        return F.relu(z)
    if h == "tanh":
        return math.tanh(z)
    raise ValueError(h)
