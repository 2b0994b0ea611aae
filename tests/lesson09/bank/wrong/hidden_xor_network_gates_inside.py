"""Hidden units are gates with a step of their own. / 隐藏单元写成自带阶跃的门。"""
# notebook: hidden_layers
# scores: test_xor_network=2.4 test_verdict=2
# misconception: The hidden activation makes no difference. / 以为隐藏层用什么激活函数都一样。
# hint: Hand the argument hidden on to the hidden layer. / 把参数 hidden 传给隐藏层。

# %% xor_network
h = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).float(),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}


def xor_network(X, hidden, output):
    s1 = (X @ W_NAND >= 0).float()
    s2 = (X @ W_OR >= 0).float()
    z = W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
    if output == "step":
        return (z >= 0).float()
    return (torch.sigmoid(z) >= 0.5).float()
