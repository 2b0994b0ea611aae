"""The sigmoid by exp(z) / (1 + exp(z)), which overflows for large z. / 用 exp(z) / (1 + exp(z)) 算 sigmoid，z 很大时会溢出。"""
# notebook: hidden_layers

# %% xor_network
def naive(z):
    return torch.exp(z) / (1 + torch.exp(z))


def xor_network(X, hidden, output):
    h = {
        "identity": lambda z: z,
        "step": lambda z: (z >= 0).float(),
        "sigmoid": naive,
        "relu": lambda z: z.clamp(min=0),
        "tanh": lambda z: 2 * naive(2 * z) - 1,
    }[hidden]
    units = [torch.ones(len(X)), h(X @ W_NAND), h(X @ W_OR)]
    z = torch.stack(units, dim=1) @ W_AND
    return (z >= 0).float() if output == "step" else (naive(z) >= 0.5).float()
