"""Values are four comparisons. / 值是四次比较的结果。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: The labels are the verdict. / 以为标签本身就是判断。
# hint: Compare the four labels with XOR's and keep one True or False. / 把四个标签与 XOR 的比较，只留一个 True 或 False。

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0.0, 1, 1, 0])
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {pair: xor_network(points, *pair) == xor for pair in pairs}
