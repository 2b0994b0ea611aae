"""Hidden units are relu. / 隐藏单元是 relu。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: Another function serves as the sigmoid. / 以为别的函数也可当作 sigmoid。
# hint: sigmoid(z) = 1 / (1 + exp(-z)), elementwise. / sigmoid(z) = 1 / (1 + exp(-z))，逐元素。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = F.relu(X @ torch.stack([W_NAND, W_OR]).T)
    return W_AND[0] + S @ W_AND[1:]
