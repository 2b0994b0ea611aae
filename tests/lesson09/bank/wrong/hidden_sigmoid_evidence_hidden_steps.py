"""Hidden units are steps. / 隐藏单元是阶跃。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0.5
# misconception: The hidden units of the evidence are steps. / 以为这里的隐藏层还是阶跃函数。
# hint: Hidden units are sigmoids here: about 0.5 each. / 这里隐藏层是 sigmoid，每个约为 0.5。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    s1 = (X @ W_NAND >= 0).float()
    s2 = (X @ W_OR >= 0).float()
    return W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
