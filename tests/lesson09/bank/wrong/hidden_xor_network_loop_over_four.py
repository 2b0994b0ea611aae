"""A loop over range(4). / 循环写成 range(4)。"""
# notebook: hidden_layers
# scores: test_xor_network=2.7
# misconception: X always has the four rows of the truth table. / 以为 X 总是真值表的四行。
# hint: Take n from X: len(X). / n 要从 X 得到：len(X)。

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
    labels = torch.zeros(4)
    for i in range(4):
        value = z[i] if output == "step" else torch.sigmoid(z[i]) - 0.5
        labels[i] = float(value >= 0)
    return labels
