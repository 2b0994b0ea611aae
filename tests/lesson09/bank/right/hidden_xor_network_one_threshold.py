"""It knows that sigma(z) >= 0.5 is z >= 0. / 看出 sigma(z) >= 0.5 就是 z >= 0。"""
# notebook: hidden_layers

# %% xor_network
def xor_network(X, hidden, output):
    assert output in ("step", "sigmoid")
    W1, b1 = torch.stack([W_NAND, W_OR])[:, 1:], torch.stack([W_NAND, W_OR])[:, [0]]
    S = layer(W1, X[:, 1:].T, b1, hidden)
    return layer(W_AND[1:].reshape(1, 2), S, W_AND[0].reshape(1, 1), "step").reshape(-1)
