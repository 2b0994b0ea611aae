"""tanh has the sigmoid's formula. / tanh 写成了 sigmoid 的公式。"""
# notebook: hidden_layers
# scores: test_layer=2.86
# misconception: tanh has the range of the sigmoid. / 以为 tanh 与 sigmoid 值域相同。
# hint: tanh lies between -1 and 1, and tanh(0) = 0. / tanh 在 −1 与 1 之间，且 tanh(0) = 0。

# %% layer
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
        return 1 / (1 + torch.exp(-z))
    raise ValueError(h)
