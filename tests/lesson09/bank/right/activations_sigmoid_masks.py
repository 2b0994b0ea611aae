"""Positive and negative z are filled in through masks. / 用掩码分别填入正负两部分。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    out = torch.empty_like(z)
    mask = z >= 0
    out[mask] = 1 / (1 + torch.exp(-z[mask]))
    e = torch.exp(z[~mask])
    out[~mask] = e / (1 + e)
    return out
