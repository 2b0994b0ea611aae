"""h(W @ x) + b, by a chain of if. / 用 if 写成 h(W @ x) + b。"""
# notebook: hidden_layers
# scores: test_layer=2.29 test_xor_network=0.6 test_verdict=2
# misconception: The activation comes before the bias. / 以为先经过激活函数再加偏置。
# hint: First z = W @ x + b, then h(z). / 先算 z = W @ x + b，再算 h(z)。

# %% layer
def layer(W, x, b, h):
    z = W @ x
    if h == "step":
        z = (z >= 0).float()
    elif h == "sigmoid":
        z = torch.sigmoid(z)
    elif h == "relu":
        z = torch.relu(z)
    elif h == "tanh":
        z = torch.tanh(z)
    elif h != "identity":
        raise ValueError(h)
    return z + b
