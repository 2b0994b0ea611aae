"""Negative numbers are overwritten in z itself. / 在 z 里直接把负数改成 0。"""
# notebook: activations
# scores: test_relu=1.43
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% relu
def relu(z):
    z[z < 0] = 0
    return z.clone()
