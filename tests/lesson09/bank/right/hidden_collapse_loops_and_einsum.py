"""A sum over the hidden neurons, and an einsum. / 对隐藏神经元求和，并用 einsum。"""
# notebook: hidden_layers

# %% collapse
def collapse(W1, b1, W2, b2):
    W = torch.zeros(W2.size(0), W1.size(1))
    for k in range(W1.size(0)):
        W += torch.outer(W2[:, k], W1[k])
    return W, torch.einsum("rq,qi->ri", W2, b1) + b2
