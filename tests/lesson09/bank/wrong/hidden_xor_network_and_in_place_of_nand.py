"""The first hidden neuron is AND. / 第一个隐藏神经元用了 AND。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: You may have connected the wrong gates. / 你可能接错了门。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_AND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
