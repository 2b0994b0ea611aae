"""The maximum of the whole tensor is subtracted. / 减去的是整个张量的最大值。"""
# notebook: activations
# scores: test_softmax=1.75
# misconception: One maximum serves all groups. / 以为所有组可以减同一个最大值。
# hint: Take the maximum along dim, too: rows may differ by 1000. / 最大值也要沿 dim 取：各行可能相差 1000。

# %% softmax
def softmax(z, dim):
    e = torch.exp(z - z.max())
    return e / e.sum(dim=dim, keepdim=True)
