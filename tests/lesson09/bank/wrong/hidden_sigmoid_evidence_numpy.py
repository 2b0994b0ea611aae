"""The four z come in a numpy array. / 四个 z 放在 numpy 数组里。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=3.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return (W_AND[0] + S @ W_AND[1:]).numpy()
