"""The hidden biases are left out. / 漏掉了隐藏层的截距。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=1.5
# misconception: The hidden neurons have no bias. / 以为隐藏神经元没有截距。
# hint: Add W_NAND[0] and W_OR[0]. / 加上 W_NAND[0] 和 W_OR[0]。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    s1 = torch.sigmoid(X[:, 1:] @ W_NAND[1:])
    s2 = torch.sigmoid(X[:, 1:] @ W_OR[1:])
    return W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
