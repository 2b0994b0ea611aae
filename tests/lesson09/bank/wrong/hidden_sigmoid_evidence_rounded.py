"""The z are rounded to four decimals. / z 四舍五入到四位小数。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=1.5
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    S = torch.sigmoid(X @ torch.stack([W_NAND, W_OR], dim=1))
    return torch.round(W_AND[0] + S @ W_AND[1:], decimals=4)
