"""It raises a KeyError. / 主动抛出 KeyError。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "identity":
        return z
    elif h == "step":
        return (z >= 0).float()
    elif h == "sigmoid":
        return torch.sigmoid(z)
    elif h == "relu":
        return torch.relu(z)
    elif h == "tanh":
        return torch.tanh(z)
    else:
        raise KeyError(h)
