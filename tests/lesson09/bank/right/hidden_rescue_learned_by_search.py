"""Random weights are tried until XOR is solved. / 随机尝试权重，直到解决异或。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    generator = torch.Generator().manual_seed(9)
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    while True:
        W = torch.randint(-12, 13, (3, 3), generator=generator).float()
        s = torch.sigmoid(X @ W[:2].T)
        z = W[2, 0] + s @ W[2, 1:]
        if (z >= 0).tolist() == [False, True, True, False] and z.abs().min() > 0.5:
            return W[0], W[1], W[2]
