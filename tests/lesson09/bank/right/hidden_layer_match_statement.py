"""layer uses a match statement. / layer 使用 match 语句。"""
# notebook: hidden_layers

# %% layer
def layer(W, x, b, h):
    z = W.matmul(x).add(b)
    match h:
        case "identity":
            return z
        case "step":
            return torch.where(z >= 0, 1.0, 0.0)
        case "sigmoid":
            return z.sigmoid()
        case "relu":
            return F.relu(z)
        case "tanh":
            return F.tanh(z)
        case _:
            raise ValueError
