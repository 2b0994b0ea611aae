"""squeeze() drops dimensions of size 1. / squeeze() 去掉了大小为 1 的维。"""
# notebook: hidden_layers
# scores: test_layer=3.71 test_xor_network=5.4
# misconception: Dimensions of size 1 may be dropped. / 以为大小为 1 的维可以去掉。
# hint: Print the shape for one neuron or one sample: it stays (n_out, m). / 打印单个神经元、单个样本时的形状：仍是 (n_out, m)。

# %% layer
def layer(W, x, b, h):
    z = (W @ x + b).squeeze()
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
