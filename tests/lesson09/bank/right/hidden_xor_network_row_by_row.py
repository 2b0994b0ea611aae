"""One row after the other goes through the network. / 一行一行地通过网络。"""
# notebook: hidden_layers

# %% xor_network
def xor_network(X, hidden, output):
    labels = []
    for row in X:
        x = row[1:].reshape(2, 1)
        a = layer(W_NAND[1:].reshape(1, 2), x, W_NAND[:1].reshape(1, 1), hidden)
        b = layer(W_OR[1:].reshape(1, 2), x, W_OR[:1].reshape(1, 1), hidden)
        z = W_AND @ torch.tensor([1.0, a.item(), b.item()])
        if output == "sigmoid":
            labels.append(float(torch.sigmoid(z) >= 0.5))
        else:
            labels.append(float(z >= 0))
    return torch.tensor(labels)
