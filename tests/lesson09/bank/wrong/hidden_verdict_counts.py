"""Values count the right points. / 值是分对的点数。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: The verdict counts points. / 以为判断就是数分对了几个点。
# hint: Solved means all four: True or False. / 四个全对才算解决：True 或 False。

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0.0, 1, 1, 0])
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {pair: int((xor_network(points, *pair) == xor).sum()) for pair in pairs}
