"""F.linear does the sum, on transposed samples. / 用 F.linear 求和，样本先转置。"""
# notebook: hidden_layers

# %% layer
def layer(W, x, b, h):
    names = ["identity", "step", "sigmoid", "relu", "tanh"]
    number = names.index(h)  # a ValueError where h is not in the list
    z = F.linear(x.t(), W, b.squeeze(1)).t()
    return [lambda: z, lambda: (z >= 0) * 1.0, z.sigmoid, z.relu, z.tanh][number]()
