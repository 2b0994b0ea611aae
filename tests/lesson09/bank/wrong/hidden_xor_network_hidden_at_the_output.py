"""The hidden activation is applied at the output, too. / 输出层也用了隐藏层的激活函数。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: The hidden activation belongs to the output neuron, too. / 以为输出神经元也要用隐藏层的激活函数。
# hint: Use h in the hidden layer only; the output has its own g. / h 只用于隐藏层；输出层有自己的 g。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), hidden)[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
