"""tanh in place of the sigmoid. / 用 tanh 代替 sigmoid。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: Another curve of the same look will do. / 以为形状相近的曲线就可以代替。
# hint: Compare with the formula at a few z. / 取几个 z，与公式比较。

# %% sigmoid
def sigmoid(z):
    return torch.tanh(z)
