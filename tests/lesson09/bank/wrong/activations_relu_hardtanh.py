"""hardtanh between 0 and 1. / 用 0 到 1 的 hardtanh。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu ends at 1. / 以为 relu 最大为 1。
# hint: relu(7) is 7: there is no bound above. / relu(7) = 7，没有上界。

# %% relu
def relu(z):
    return F.hardtanh(z, 0.0, 1.0)
