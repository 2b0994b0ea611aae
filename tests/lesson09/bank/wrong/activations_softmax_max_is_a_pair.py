"""z.max(dim) is a pair of values and indices. / z.max(dim) 返回的是值与位置的对。"""
# notebook: activations
# scores: test_softmax=0
# misconception: max along a dimension gives a tensor alone. / 以为沿一维取 max 只返回张量。
# hint: It gives values and indices: take .values, or use amax. / 它返回 values 与 indices：取 .values，或用 amax。

# %% softmax
def softmax(z, dim):
    e = torch.exp(z - z.max(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)
