"""tanh flattens its input. / tanh 把输入拉平了。"""
# notebook: activations
# scores: test_tanh=1.6
# misconception: The shape does not matter as long as the numbers are right. / 以为数值对了，形状无所谓。
# hint: Try z of shape (), (1,) and (2, 3): the result has the same. / 试试形状 ()、(1,) 和 (2, 3)：结果应同形状。

# %% tanh
def tanh(z):
    return torch.tanh(z).flatten()
