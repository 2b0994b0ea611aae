"""One tensor holds the three rows. / 三行放在一个张量里。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: The result need not be three weight vectors. / 以为不必返回三组独立的权重。
# hint: Return three tensors of shape (3,), in a tuple. / 返回三个形状为 (3,) 的张量组成的元组。

# %% rescue
def rescued_weights():
    return torch.tensor([[30.0, -20.0, -20.0], [-10.0, 20.0, 20.0], [-30.0, 20.0, 20.0]])
