"""The bias is added after the activation. / 先激活再加偏置。"""
# notebook: hidden_layers
# scores: test_layer=2.29 test_xor_network=0.6 test_verdict=2
# misconception: The activation comes before the bias. / 以为先经过激活函数再加偏置。
# hint: First z = W @ x + b, then h(z). / 先算 z = W @ x + b，再算 h(z)。

# %% layer
def layer(W, x, b, h):
    functions = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0) * 1.0,
        "sigmoid": F.sigmoid,
        "relu": F.relu,
        "tanh": F.tanh,
    }
    if h not in functions:
        raise ValueError(f"unknown activation {h}")
    return functions[h](W @ x) + b
