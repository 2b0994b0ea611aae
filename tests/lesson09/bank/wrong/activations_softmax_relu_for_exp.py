"""Negative numbers are cut off in place of exp. / 用截断负数代替 exp。"""
# notebook: activations
# scores: test_softmax=0
# misconception: Any division by the sum is a softmax. / 以为除以总和就是 softmax。
# hint: exp first: it makes every number positive. / 先取 exp，使每个数为正。

# %% softmax
def softmax(z, dim):
    p = z.clamp(min=0)
    return p / p.sum(dim, keepdim=True)
