"""clamp between 0 and 1. / 截断在 0 与 1 之间。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu ends at 1. / 以为 relu 最大为 1。
# hint: relu(7) is 7: there is no bound above. / relu(7) = 7，没有上界。

# %% relu
def relu(z):
    return torch.clamp(z, 0, 1)
