"""softmax stands for the sigmoid. / 用 softmax 代替 sigmoid。"""
# notebook: hidden_layers
# scores: test_layer=2.86
# misconception: softmax is the sigmoid. / 以为 softmax 就是 sigmoid。
# hint: sigma looks at one z only; softmax divides by the sum over others. / sigma 只看一个 z；softmax 还要除以其他 z 的和。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": lambda z: torch.softmax(z, dim=0),
        "relu": torch.relu,
        "tanh": torch.tanh,
    }
    if h not in functions:
        raise ValueError(h)
    return functions[h](W @ x + b)
