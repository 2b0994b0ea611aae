"""Labels are a row (1, n). / 标签是 (1, n) 的行。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4 test_verdict=2
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
