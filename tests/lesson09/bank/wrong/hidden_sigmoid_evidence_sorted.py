"""The four z are sorted. / 把四个 z 排了序。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=1.5
# misconception: The order of the four inputs is free. / 以为四个输入的顺序随意。
# hint: The order is (0,0), (1,0), (0,1), (1,1). / 顺序是 (0,0)、(1,0)、(0,1)、(1,1)。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return (W_AND[0] + S @ W_AND[1:]).sort().values
