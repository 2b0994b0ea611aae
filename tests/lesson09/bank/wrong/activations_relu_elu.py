"""elu in place of relu. / 用 elu 代替 relu。"""
# notebook: activations
# scores: test_relu=0
# misconception: Another curve of the same look will do. / 以为形状相近的曲线就可以代替。
# hint: Compare with the formula at a few z. / 取几个 z，与公式比较。

# %% relu
def relu(z):
    return torch.where(z > 0, z, torch.exp(z) - 1)
