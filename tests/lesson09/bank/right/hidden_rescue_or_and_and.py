"""OR and AND in the hidden layer, AND with a negative weight. / 隐藏层为 OR 与 AND，AND 的权重为负。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    w1 = torch.tensor([-30.0, 20.0, 20.0])
    w2 = torch.tensor([-10.0, 20.0, 20.0])
    return [w1, w2, torch.tensor([-0.5, -1.0, 1.0])]
