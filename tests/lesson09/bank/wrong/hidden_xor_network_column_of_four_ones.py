"""The lesson's ones for four rows. / 照抄课文里四行的 1。"""
# notebook: hidden_layers
# scores: test_xor_network=5.1
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
    z = torch.cat((torch.tensor([[1], [1], [1], [1]], dtype=torch.float32), s1.view(-1, 1), s2.view(-1, 1)), dim=1) @ W_AND
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
