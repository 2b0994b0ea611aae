"""Labels are integers. / 标签是整数。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "sigmoid":
        z = torch.sigmoid(z) - 0.5
    return (z >= 0).int()
