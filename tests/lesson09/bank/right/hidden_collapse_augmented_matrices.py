"""Both layers are matrices with the bias in them. / 两层都写成含截距的增广矩阵。"""
# notebook: hidden_layers

# %% collapse
def 增广(W, b):
    底 = torch.zeros(1, W.shape[1] + 1)
    底[0, -1] = 1
    return torch.cat([torch.cat([W, b], dim=1), 底])


def collapse(W1, b1, W2, b2):
    M = (增广(W2, b2) @ 增广(W1, b1))[:-1]
    return M[:, :-1], M[:, -1:]
