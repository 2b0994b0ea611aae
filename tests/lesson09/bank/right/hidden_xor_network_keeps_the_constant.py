"""The whole X goes in, with a bias of zeros. / 把整个 X 传进去，截距为零。"""
# notebook: hidden_layers

# %% xor_network
def xor_network(X, hidden, output):
    W1 = torch.stack([W_NAND, W_OR])
    first = layer(W1, X.T, torch.zeros(2, 1), hidden)
    second = torch.cat([torch.ones(1, X.size(0)), first])
    z = (W_AND.unsqueeze(0) @ second)[0]
    match output:
        case "step":
            return (z >= 0).float()
        case "sigmoid":
            return torch.round(torch.sigmoid(z))
    raise ValueError(output)
