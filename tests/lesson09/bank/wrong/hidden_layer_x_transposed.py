"""The product is W @ x.T. / 写成了 W @ x.T。"""
# notebook: hidden_layers
# scores: test_layer=0 test_xor_network=0 test_verdict=0
# misconception: In a matrix product it does not matter what comes first or is transposed. / 以为矩阵乘法不在乎次序和转置。
# hint: Write the shapes down: (n_out, n_in) @ (n_in, m). / 把形状写下来：(n_out, n_in) @ (n_in, m)。

# %% layer
def layer(W, x, b, h):
    z = W @ x.T + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h == "sigmoid":
        return torch.sigmoid(z)
    if h == "relu":
        return torch.relu(z)
    if h == "tanh":
        return torch.tanh(z)
    raise ValueError(h)
