"""One product after the other, ones in front. / 逐层矩阵相乘，前面补一列 1。"""
# notebook: hidden_layers

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.cat([torch.ones(4, 1), torch.tensor([[0.0, 0], [1, 0], [0, 1], [1, 1]])], dim=1)
    S = F.sigmoid(X @ torch.stack([W_NAND, W_OR]).T)
    return F.pad(S, (1, 0), value=1.0) @ W_AND
