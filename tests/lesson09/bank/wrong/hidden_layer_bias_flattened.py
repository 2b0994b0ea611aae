"""The bias is flattened first. / 先把偏置拉平。"""
# notebook: hidden_layers
# scores: test_layer=0 test_xor_network=0 test_verdict=0
# misconception: A bias finds its neuron whatever its shape. / 以为偏置不论什么形状都会加到对应的神经元上。
# hint: b is a column (n_out, 1); keep it so, and it is added to each sample. / b 是一列 (n_out, 1)，保持原样就会加到每个样本上。

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
    return functions[h](W @ x + b.flatten())
