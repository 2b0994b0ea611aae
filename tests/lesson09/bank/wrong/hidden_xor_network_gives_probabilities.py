"""With the sigmoid it gives sigma. / 输出为 sigmoid 时返回 sigma。"""
# notebook: hidden_layers
# scores: test_xor_network=3.9 test_verdict=3
# misconception: z or sigma is the label. / 以为 z 或 sigma 就是标签。
# hint: A label is 0 or 1: compare z with 0, or sigma with 0.5. / 标签只有 0 和 1：用 z 与 0 或 sigma 与 0.5 比较。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float()
    return torch.sigmoid(z)
