"""The order is that of the given cell: AND, OR, NAND. / 按给定单元格的顺序：AND、OR、NAND。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: The order of the three weights does not matter. / 以为三组权重的顺序无所谓。
# hint: Return (w_nand, w_or, w_and). / 请按 (w_nand, w_or, w_and) 返回。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0])
    w_or = torch.tensor([-10.0, 20.0, 20.0])
    w_and = torch.tensor([-30.0, 20.0, 20.0])
    return w_and, w_or, w_nand
