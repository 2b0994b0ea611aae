"""The samples stay rows to the end, so labels are (n, 1). / 样本始终是行，标签成了 (n, 1)。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4 test_verdict=2
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% xor_network
h = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).float(),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}


def xor_network(X, hidden, output):
    s1 = h[hidden](X @ W_NAND)
    s2 = h[hidden](X @ W_OR)
    z = torch.stack([torch.ones_like(s1), s1, s2], dim=1) @ W_AND.reshape(3, 1)
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
