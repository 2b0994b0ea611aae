"""An unknown name is only printed. / 未知的名字只打印一句话。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: A name that nobody knows needs no answer. / 以为不认识的名字不必处理。
# hint: End with raise ValueError(...) for every other name. / 最后对其他名字 raise ValueError(...)。

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
        print("ValueError: 未知的激活函数", h)
