"""Hidden sigmoids are rounded. / 隐藏层的 sigmoid 被取整。"""
# notebook: hidden_layers
# scores: test_xor_network=3 test_verdict=3
# misconception: A hidden sigmoid gives 0 or 1. / 以为隐藏层的 sigmoid 输出 0 或 1。
# hint: Hand sigma itself to the output neuron, unrounded. / 把 sigma 本身传给输出神经元，不要取整。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    if hidden == "sigmoid":
        sigma = torch.round(sigma)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
