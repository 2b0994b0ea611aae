"""The hidden layer is always a step. / 隐藏层总是阶跃。"""
# notebook: hidden_layers
# scores: test_xor_network=2.4 test_verdict=2
# misconception: The hidden activation makes no difference. / 以为隐藏层用什么激活函数都一样。
# hint: Hand the argument hidden on to the hidden layer. / 把参数 hidden 传给隐藏层。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, "step")
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
