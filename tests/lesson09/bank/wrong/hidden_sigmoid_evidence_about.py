"""About -0.044 each. / 每个约为 -0.044。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=1.5
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% sigmoid_evidence
def sigmoid_evidence():
    return torch.full((4,), -0.044)
