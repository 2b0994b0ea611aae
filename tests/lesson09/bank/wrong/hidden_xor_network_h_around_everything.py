"""h is put around the output's sum. / 在输出的和外面又套了一层 h。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: The hidden activation belongs to the output neuron, too. / 以为输出神经元也要用隐藏层的激活函数。
# hint: Use h in the hidden layer only; the output has its own g. / h 只用于隐藏层；输出层有自己的 g。

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
    z = h[hidden](W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2)
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
