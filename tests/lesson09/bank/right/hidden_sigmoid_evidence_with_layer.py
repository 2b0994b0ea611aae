"""layer gives the z of the output neuron. / 用 layer 得到输出神经元的 z。"""
# notebook: hidden_layers

# %% sigmoid_evidence
def sigmoid_evidence():
    x = torch.tensor([[0.0, 1, 0, 1], [0, 0, 1, 1]])
    s = layer(torch.stack([W_NAND[1:], W_OR[1:]]), x, torch.stack([W_NAND[:1], W_OR[:1]]), "sigmoid")
    return layer(W_AND[1:].view(1, 2), s, W_AND[:1].view(1, 1), "identity").view(-1)
