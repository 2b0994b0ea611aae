"""AND and OR feed AND. / 用 AND 和 OR 接 AND。"""
# notebook: hidden_layers
# scores: test_xor_network=0.6 test_verdict=2
# misconception: You may have connected the wrong gates. / 你可能接错了门。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% xor_network
h = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).float(),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}


def xor_network(X, hidden, output):
    s1 = h[hidden](X @ W_AND)
    s2 = h[hidden](X @ W_OR)
    z = W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
