"""Ones, sigmas and a (3, 1) weight. / 拼上 1，再乘 (3, 1) 的权重。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=3.5
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return torch.cat([torch.ones(4, 1), S], dim=1) @ W_AND.view(3, 1)
