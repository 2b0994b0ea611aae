"""Hidden outputs are written into X. / 把隐藏层输出写进了 X。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4 test_verdict=3
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% xor_network
h = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).float(),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}


def xor_network(X, hidden, output):
    s1 = h[hidden](X @ W_NAND)
    s2 = h[hidden](X @ W_OR)
    X[:, 1], X[:, 2] = s1, s2
    z = X @ W_AND
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
