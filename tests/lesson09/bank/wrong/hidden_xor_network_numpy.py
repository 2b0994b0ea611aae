"""Labels come in a numpy array. / 标签放在 numpy 数组里。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4 test_verdict=0
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% xor_network
def xor_network(X, hidden, output):
    first, second, last = W_NAND, W_OR, W_AND
    W1 = torch.stack([first[1:], second[1:]])
    b1 = torch.stack([first[:1], second[:1]])
    sigma = layer(W1, X[:, 1:].T, b1, hidden)
    z = layer(last[1:].reshape(1, 2), sigma, last[:1].reshape(1, 1), "identity")[0]
    if output == "step":
        return (z >= 0).float().numpy()
    return (torch.sigmoid(z) >= 0.5).float().numpy()
