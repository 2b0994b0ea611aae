"""z over its sum, without exp. / 没有取 exp，直接用 z 除以和。"""
# notebook: activations
# scores: test_softmax=0
# misconception: Any division by the sum is a softmax. / 以为除以总和就是 softmax。
# hint: exp first: it makes every number positive. / 先取 exp，使每个数为正。

# %% softmax
def softmax(z, dim):
    return z / z.sum(dim, keepdim=True)
