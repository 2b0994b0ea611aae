"""X is used and nowhere defined. / 用了没有定义的 X。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0
# misconception: The function is given X. / 以为函数会得到 X。
# hint: sigmoid_evidence() has no arguments: make the four inputs inside. / sigmoid_evidence() 没有参数：在里面造出四个输入。

# %% sigmoid_evidence
def sigmoid_evidence():
    s1 = torch.sigmoid(X @ W_NAND)
    s2 = torch.sigmoid(X @ W_OR)
    return W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
