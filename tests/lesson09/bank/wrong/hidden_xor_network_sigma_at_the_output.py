"""The output layer's sigmoid is the result. / 直接返回输出层的 sigmoid。"""
# notebook: hidden_layers
# scores: test_xor_network=3.9 test_verdict=3
# misconception: z or sigma is the label. / 以为 z 或 sigma 就是标签。
# hint: A label is 0 or 1: compare z with 0, or sigma with 0.5. / 标签只有 0 和 1：用 z 与 0 或 sigma 与 0.5 比较。

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
    z = W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
    if output == "sigmoid":
        return 1 / (1 + torch.exp(-z))
    return (z >= 0).float()
