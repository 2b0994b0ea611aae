"""The sign in place of tanh. / 用符号函数代替 tanh。"""
# notebook: activations
# scores: test_tanh=0
# misconception: Another curve of the same look will do. / 以为形状相近的曲线就可以代替。
# hint: Compare with the formula at a few z. / 取几个 z，与公式比较。

# %% tanh
def tanh(z):
    return torch.sign(z)
