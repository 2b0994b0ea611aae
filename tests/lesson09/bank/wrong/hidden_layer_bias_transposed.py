"""The bias is added as a row. / 偏置以行的形式相加。"""
# notebook: hidden_layers
# scores: test_layer=0 test_xor_network=0 test_verdict=0
# misconception: A bias finds its neuron whatever its shape. / 以为偏置不论什么形状都会加到对应的神经元上。
# hint: b is a column (n_out, 1); keep it so, and it is added to each sample. / b 是一列 (n_out, 1)，保持原样就会加到每个样本上。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b.T
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
