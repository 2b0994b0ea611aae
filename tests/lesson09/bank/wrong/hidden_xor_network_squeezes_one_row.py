"""squeeze() loses the one row, too. / squeeze() 把唯一一行的维也去掉了。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4
# misconception: squeeze() only ever removes the last dimension. / 以为 squeeze() 只去掉最后一维。
# hint: Try n = 1: name the dimension, squeeze(1). / 试试 n = 1；写明维度 squeeze(1)。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity").squeeze()
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
