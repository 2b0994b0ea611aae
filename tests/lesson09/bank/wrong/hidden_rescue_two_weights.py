"""Only the hidden weights come back. / 只返回隐藏层的两组权重。"""
# notebook: hidden_layers
# scores: test_rescue=0
# misconception: The result need not be three weight vectors. / 以为不必返回三组独立的权重。
# hint: Return three tensors of shape (3,), in a tuple. / 返回三个形状为 (3,) 的张量组成的元组。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0])
    w_or = torch.tensor([-10.0, 20.0, 20.0])
    w_and = torch.tensor([-30.0, 20.0, 20.0])
    return w_nand, w_or
