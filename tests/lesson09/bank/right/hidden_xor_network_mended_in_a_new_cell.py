"""The network is written twice; the second one is right. / 网络写了两遍，第二遍才对。"""
# notebook: hidden_layers

# %% xor_network
def xor_network(X, hidden, output):
    return torch.zeros(4)


# %% new
def neuron(w, columns, h):
    return layer(w[1:].unsqueeze(0), columns, w[:1].unsqueeze(0), h)


def xor_network(X, hidden, output):
    columns = X[:, 1:].transpose(0, 1)
    z = neuron(W_AND, torch.cat([neuron(w, columns, hidden) for w in (W_NAND, W_OR)]), "identity")
    return {"step": z >= 0, "sigmoid": torch.sigmoid(z) >= 0.5}[output][0].float()
