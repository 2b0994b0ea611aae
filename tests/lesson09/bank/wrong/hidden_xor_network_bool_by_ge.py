"""torch.ge makes the labels. / 标签由 torch.ge 得到。"""
# notebook: hidden_layers
# scores: test_xor_network=5.4
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

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
    return torch.ge(z, 0) if output == "step" else torch.ge(z.sigmoid(), 0.5)
