"""The four z come in a list. / 四个 z 放在列表里。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=3.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    s1 = torch.sigmoid(X @ W_NAND)
    s2 = torch.sigmoid(X @ W_OR)
    return (W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2).tolist()
