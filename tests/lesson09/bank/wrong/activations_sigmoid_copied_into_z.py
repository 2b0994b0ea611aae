"""The result is written into z. / 把结果写进了 z。"""
# notebook: activations
# scores: test_sigmoid=1.6
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% sigmoid
def sigmoid(z):
    z[...] = torch.sigmoid(z)
    return z
