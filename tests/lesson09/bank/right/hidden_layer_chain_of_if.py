"""layer is a long chain of if. / layer 写成一长串 if。"""
# notebook: hidden_layers

# %% layer
def layer(W, x, b, h):
    z = torch.mm(W, x) + b
    if h == "identity":
        return z
    elif h == "step":
        return (z >= 0).float()
    elif h == "sigmoid":
        return 1 / (1 + torch.exp(-z))
    elif h == "relu":
        return z * (z > 0)
    elif h == "tanh":
        return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    else:
        raise ValueError("没有这个激活函数: " + h)
