"""dim is always 1. / dim 固定为 1。"""
# notebook: activations
# scores: test_softmax=2.25
# misconception: dim is always the same. / 以为 dim 总是同一个。
# hint: Hand dim on to max and sum. / 把 dim 传给求最大值与求和。

# %% softmax
def softmax(z, dim):
    return F.softmax(z, dim=1)
