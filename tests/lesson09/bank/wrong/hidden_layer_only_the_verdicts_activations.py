"""Only the activations of the verdict are there. / 只写了判决表里出现的激活函数。"""
# notebook: hidden_layers
# scores: test_layer=2 test_xor_network=2.4
# misconception: Not every activation is needed. / 以为不必写全所有激活函数。
# hint: Go through the five names: identity, step, sigmoid, relu, tanh. / 把五个名字逐一试过：identity、step、sigmoid、relu、tanh。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return (z >= 0).float()
    if h == "sigmoid":
        return 1 / (1 + torch.exp(-z))
    raise ValueError("这里只用到三种")
