"""The output neuron is NAND. / 输出神经元用了 NAND。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: Any two gates feed any third. / 没有弄清 XOR 由哪些门怎样相连。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return W_NAND[0] + S @ W_NAND[1:]
