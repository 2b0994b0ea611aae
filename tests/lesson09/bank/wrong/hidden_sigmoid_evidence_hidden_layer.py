"""The hidden layer (4, 2) is returned. / 返回了 (4, 2) 的隐藏层。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0
# misconception: The hidden layer is the evidence. / 以为隐藏层的值就是要的证据。
# hint: Send the hidden values through the output neuron: four numbers. / 再让隐藏层的值经过输出神经元：得到四个数。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    return torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
