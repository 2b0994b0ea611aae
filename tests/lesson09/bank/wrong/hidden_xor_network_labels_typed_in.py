"""The labels are typed in. / 标签直接写死。"""
# notebook: hidden_layers
# scores: test_xor_network=3.3
# misconception: The table of XOR is the network. / 以为 XOR 的真值表就是网络。
# hint: Compute with W_NAND, W_OR and W_AND: x1 and x2 may be any real numbers. / 用 W_NAND、W_OR、W_AND 来算：x1、x2 可以是任意实数。

# %% xor_network
def xor_network(X, hidden, output):
    if hidden == "step":
        return torch.tensor([0.0, 1.0, 1.0, 0.0])
    return torch.zeros(4)
