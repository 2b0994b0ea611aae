"""sigma is compared with 0. / sigma 与 0 比较。"""
# notebook: hidden_layers
# scores: test_xor_network=4.5 test_verdict=3
# misconception: sigma is compared with 0. / 以为 sigma 要与 0 比较。
# hint: sigma is never below 0; the label is 1 where sigma >= 0.5. / sigma 不会小于 0；sigma >= 0.5 时标签为 1。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0).float()
