"""OR is the first hidden neuron, NAND the second. / 隐藏层里 OR 在前、NAND 在后。"""
# notebook: hidden_layers

# %% xor_network
def xor_network(X, hidden, output):
    隐藏层 = torch.vstack((W_OR, W_NAND))
    z = layer(隐藏层[:, 1:], X[:, 1:].t(), 隐藏层[:, :1], hidden)
    y = layer(W_AND[None, 1:], z, W_AND[None, :1], output).flatten()
    return torch.where(y >= 0.5, 1.0, 0.0)
