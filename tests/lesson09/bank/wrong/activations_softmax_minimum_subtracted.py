"""The minimum is subtracted. / 减去了最小值。"""
# notebook: activations
# scores: test_softmax=2.25
# misconception: You may have overlooked that exp can still overflow unless the maximum is subtracted. / 你可能忽略了：不减去最大值，exp 仍可能溢出。
# hint: Only the maximum makes every exponent 0 or less. / 只有减最大值，指数才都不大于 0。

# %% softmax
def softmax(z, dim):
    e = torch.exp(z - z.amin(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)
