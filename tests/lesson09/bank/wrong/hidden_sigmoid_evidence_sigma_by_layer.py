"""The output layer is a sigmoid layer. / 输出层也用 sigmoid 层。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: The output neuron's number is taken after g. / 以为要的是经过 g 之后的数。
# hint: Return z itself, before step or sigmoid. / 返回 z 本身，不要再经过 step 或 sigmoid。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    W1 = torch.stack([W_NAND, W_OR])
    S = layer(W1[:, 1:], X[:, 1:].T, W1[:, :1], "sigmoid")
    return layer(W_AND[None, 1:], S, W_AND[None, :1], "sigmoid")[0]
