"""The maximum is not subtracted. / 没有减去最大值。"""
# notebook: activations
# scores: test_softmax=1.75
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Subtract the maximum along dim first. / 先沿 dim 减去最大值。

# %% softmax
def softmax(z, dim):
    e = torch.exp(z)
    return e / e.sum(dim=dim, keepdim=True)
