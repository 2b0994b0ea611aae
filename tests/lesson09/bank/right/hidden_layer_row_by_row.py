"""Two loops: each neuron, each sample. / 两重循环：逐个神经元、逐个样本。"""
# notebook: hidden_layers

# %% layer
def layer(W, x, b, h):
    if h not in ("identity", "step", "sigmoid", "relu", "tanh"):
        raise ValueError(h)
    结果 = torch.empty(W.shape[0], x.shape[1])
    for i in range(W.shape[0]):
        for j in range(x.shape[1]):
            z = torch.dot(W[i], x[:, j]) + b[i, 0]
            if h == "step":
                z = torch.tensor(1.0) if z >= 0 else torch.tensor(0.0)
            elif h != "identity":
                z = getattr(torch, h)(z)
            结果[i, j] = z
    return 结果
