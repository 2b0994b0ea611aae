"""Random weights are tried until XOR is solved. / 随机尝试权重，直到解决异或。"""
# notebook: hidden_layers

# %% rescue
def search():
    generator = torch.Generator().manual_seed(9)
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    while True:
        W = torch.randint(-12, 13, (200, 3, 3), generator=generator).float()
        s = torch.sigmoid(X @ W[:, :2].mT)
        z = W[:, 2, :1] + (s @ W[:, 2, 1:, None])[:, :, 0]
        is_solved = ((z >= 0) == torch.tensor([False, True, True, False])).all(dim=1) & (z.abs().amin(dim=1) > 0.5)
        if is_solved.any():
            return W[is_solved][0]


found = search()


def rescued_weights():
    return found[0].clone(), found[1].clone(), found[2].clone()
