"""The hidden neurons have no bias. / 隐藏神经元没有截距。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: A layer's bias may be left out. / 以为一层可以不要截距。
# hint: Each neuron has its b: W_NAND[0], W_OR[0], W_AND[0]. / 每个神经元都有截距：W_NAND[0]、W_OR[0]、W_AND[0]。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.zeros(2, 1)
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
