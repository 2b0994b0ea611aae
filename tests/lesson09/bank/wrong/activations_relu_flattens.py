"""The shape is not given back after the loop. / 循环之后没有恢复形状。"""
# notebook: activations
# scores: test_relu=1.43
# misconception: The shape does not matter as long as the numbers are right. / 以为数值对了，形状无所谓。
# hint: Try z of shape (), (1,) and (2, 3): the result has the same. / 试试形状 ()、(1,) 和 (2, 3)：结果应同形状。

# %% relu
def relu(z):
    return torch.stack([v if v > 0 else torch.tensor(0.0) for v in z.flatten()])
