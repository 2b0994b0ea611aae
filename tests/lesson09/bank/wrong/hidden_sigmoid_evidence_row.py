"""The result is a row (1, 4). / 结果是 (1, 4) 的行。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=3.5
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    W1 = torch.stack([W_NAND, W_OR])
    S = layer(W1[:, 1:], X[:, 1:].T, W1[:, :1], "sigmoid")
    return layer(W_AND[None, 1:], S, W_AND[None, :1], "identity")
