"""The values are tensors with one truth value. / 值是只含一个真假值的张量。"""
# notebook: hidden_layers

# %% verdict
points = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
xor = torch.tensor([0, 1, 1, 0])
verdict = dict()
for key in [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]:
    verdict[key] = torch.all(xor_network(points, key[0], key[1]) == xor)
