"""The output neuron has no bias. / 输出神经元没有截距。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: A layer's bias may be left out. / 以为一层可以不要截距。
# hint: Each neuron has its b: W_NAND[0], W_OR[0], W_AND[0]. / 每个神经元都有截距：W_NAND[0]、W_OR[0]、W_AND[0]。

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
    z = W_AND[1] * s1 + W_AND[2] * s2
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
