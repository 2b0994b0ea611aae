"""Scales the given weights until a naive sigmoid sees XOR. / 把给定的权重放大，直到用简单写法的 sigmoid 看到异或。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])

    def labels(scale):
        s = [torch.exp(scale * X @ w) / (1 + torch.exp(scale * X @ w)) for w in (W_NAND, W_OR)]
        return (torch.stack([torch.ones(4), *s], dim=1) @ W_AND >= 0).float()

    scale = 10.0
    while labels(scale).tolist() != [0, 1, 1, 0]:
        scale *= 2
    return scale * W_NAND, scale * W_OR, W_AND.clone()
