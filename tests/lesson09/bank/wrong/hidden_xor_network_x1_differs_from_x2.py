"""The step's label is x1 != x2. / 阶跃时标签写成 x1 != x2。"""
# notebook: hidden_layers
# scores: test_xor_network=4.2
# misconception: The table of XOR is the network. / 以为 XOR 的真值表就是网络。
# hint: Compute with W_NAND, W_OR and W_AND: x1 and x2 may be any real numbers. / 用 W_NAND、W_OR、W_AND 来算：x1、x2 可以是任意实数。

# %% xor_network
def xor_network(X, hidden, output):
    if hidden == "step":
        return (X[:, 1] != X[:, 2]).float()
    return torch.zeros(len(X))
