"""The weights are columns (3, 1). / 权重是 (3, 1) 的列。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: Any shape with three numbers is a weight vector. / 以为只要有三个数，什么形状都行。
# hint: Each of the three is a tensor of shape (3,). / 三组权重各是形状为 (3,) 的张量。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0]).reshape(3, 1)
    w_or = torch.tensor([-10.0, 20.0, 20.0]).reshape(3, 1)
    w_and = torch.tensor([-30.0, 20.0, 20.0]).reshape(3, 1)
    return w_nand, w_or, w_and
