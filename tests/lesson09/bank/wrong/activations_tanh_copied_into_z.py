"""The result is written into z. / 把结果写进了 z。"""
# notebook: activations
# scores: test_tanh=1.6
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% tanh
def tanh(z):
    z.copy_(torch.tanh(z))
    return z
