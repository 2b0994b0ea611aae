"""not stands before the comparison. / 比较前多了 not。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: True means that the network fails. / 以为 True 表示失败。
# hint: True means: it solves XOR. / True 表示能解决 XOR。

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0.0, 1, 1, 0])
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {pair: not torch.equal(xor_network(points, *pair), xor) for pair in pairs}
