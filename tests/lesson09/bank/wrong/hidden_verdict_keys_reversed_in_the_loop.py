"""The loop stores (output, hidden). / 循环里存成 (输出, 隐藏)。"""
# notebook: hidden_layers
# scores: test_verdict=1
# misconception: The output layer comes first in the key. / 以为键里先写输出层。
# hint: First hidden, then output: ("step", "sigmoid") has the sigmoid at the output. / 先隐藏层后输出层：("step", "sigmoid") 的输出层是 sigmoid。

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0.0, 1, 1, 0])
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {}
for h, g in pairs:
    verdict[g, h] = torch.equal(xor_network(points, h, g), xor)
