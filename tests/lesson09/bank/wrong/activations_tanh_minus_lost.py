"""The sign is flipped: tanh(-z). / 符号反了：成了 tanh(-z)。"""
# notebook: activations
# scores: test_tanh=0
# misconception: You may have flipped the sign. / 你可能把正负号弄反了。
# hint: tanh(z) has the sign of z. / tanh(z) 与 z 同号。

# %% tanh
def tanh(z):
    return torch.tanh(-z)
