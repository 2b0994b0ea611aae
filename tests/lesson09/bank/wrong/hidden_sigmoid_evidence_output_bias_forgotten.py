"""The output's bias is left out. / 漏掉了输出层的截距。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: The output neuron has no bias. / 以为输出神经元没有截距。
# hint: Add W_AND[0]. / 加上 W_AND[0]。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    s1 = torch.sigmoid(X @ W_NAND)
    s2 = torch.sigmoid(X @ W_OR)
    return W_AND[1] * s1 + W_AND[2] * s2
