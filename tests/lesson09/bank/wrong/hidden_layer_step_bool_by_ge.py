"""The step is torch.ge and gives booleans. / 阶跃用 torch.ge，返回布尔值。"""
# notebook: hidden_layers
# scores: test_layer=3.71 test_xor_network=0 test_verdict=0
# misconception: The type of the numbers is of no importance inside a network. / 以为网络内部的数用什么类型都行。
# hint: Layers hand on float32: convert the result of a comparison with .float(). / 层与层之间传 float32：比较的结果要用 .float() 转换。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    if h == "step":
        return torch.ge(z, 0)
    if h == "sigmoid":
        return torch.sigmoid(z)
    if h == "relu":
        return torch.relu(z)
    if h == "tanh":
        return torch.tanh(z)
    raise ValueError(h)
