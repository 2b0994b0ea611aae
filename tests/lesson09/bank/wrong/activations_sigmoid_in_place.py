"""Every step overwrites z. / 每一步都改写 z。"""
# notebook: activations
# scores: test_sigmoid=1.6
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% sigmoid
def sigmoid(z):
    z.neg_().exp_().add_(1).reciprocal_()
    return z
