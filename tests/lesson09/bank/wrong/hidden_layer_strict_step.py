"""The step is 1 only where z > 0. / 只在 z > 0 时阶跃为 1。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: At z = 0 the neuron gives 0. / 以为 z = 0 时神经元输出 0。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z > 0).float(),
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "tanh": torch.tanh,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](z)
