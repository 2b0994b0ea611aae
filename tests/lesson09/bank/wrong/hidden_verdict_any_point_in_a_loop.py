"""torch.any in a loop over the pairs. / 在循环里用 torch.any。"""
# notebook: hidden_layers
# scores: test_verdict=2
# misconception: One right label is enough. / 以为分对一个点就够。
# hint: All four labels must be right: all(), not any(). / 四个标签都要对：用 all() 而不是 any()。

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0.0, 1, 1, 0])
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = dict()
for h, g in pairs:
    verdict[h, g] = torch.any(xor == xor_network(points, h, g))
