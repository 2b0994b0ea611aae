"""The output is a sigmoid, too. / 输出层又过了 sigmoid。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: The output neuron's number is taken after g. / 以为要的是经过 g 之后的数。
# hint: Return z itself, before step or sigmoid. / 返回 z 本身，不要再经过 step 或 sigmoid。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    s1 = torch.sigmoid(X @ W_NAND)
    s2 = torch.sigmoid(X @ W_OR)
    return torch.sigmoid(W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2)
