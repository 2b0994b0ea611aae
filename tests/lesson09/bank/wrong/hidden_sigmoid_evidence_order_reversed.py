"""The points run from (1, 1) to (0, 0). / 从 (1, 1) 到 (0, 0) 的顺序。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=1.5
# misconception: The order of the four inputs is free. / 以为四个输入的顺序随意。
# hint: The order is (0,0), (1,0), (0,1), (1,1). / 顺序是 (0,0)、(1,0)、(0,1)、(1,1)。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]]).flip(0)
    s1 = torch.sigmoid(X @ W_NAND)
    s2 = torch.sigmoid(X @ W_OR)
    return W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
