"""The larger of z and 1. / 取 z 与 1 中较大者。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu starts at 1. / 以为 relu 从 1 开始。
# hint: max(0, z): the bound is 0. / max(0, z)：界限是 0。

# %% relu
def relu(z):
    return torch.maximum(z, torch.ones_like(z))
