"""The function wants X. / 函数要求传入 X。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=0
# misconception: The function is given X. / 以为函数会得到 X。
# hint: sigmoid_evidence() has no arguments: make the four inputs inside. / sigmoid_evidence() 没有参数：在里面造出四个输入。

# %% sigmoid_evidence
def sigmoid_evidence(X):
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return W_AND[0] + S @ W_AND[1:]
