"""dim is always 0. / dim 固定为 0。"""
# notebook: activations
# scores: test_softmax=0
# misconception: dim is always the same. / 以为 dim 总是同一个。
# hint: Hand dim on to max and sum. / 把 dim 传给求最大值与求和。

# %% softmax
def softmax(z, dim):
    return torch.softmax(z, dim=0)
