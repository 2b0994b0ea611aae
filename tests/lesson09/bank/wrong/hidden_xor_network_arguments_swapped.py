"""The output's function is the second argument. / 第二个参数当成了输出层的函数。"""
# notebook: hidden_layers
# scores: test_xor_network=2.4 test_verdict=1
# misconception: The output's function comes first. / 以为先写输出层的函数。
# hint: The order is (X, hidden, output). / 顺序是 (X, hidden, output)。

# %% xor_network
h = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).float(),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}


def xor_network(X, output, hidden):
    s1 = h[hidden](X @ W_NAND)
    s2 = h[hidden](X @ W_OR)
    z = W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
