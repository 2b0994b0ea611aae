"""The smaller of z and 0. / 取 z 与 0 中较小者。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu keeps the negative side. / 以为 relu 保留的是负的一侧。
# hint: max(0, z), not min(0, z). / 是 max(0, z)，不是 min(0, z)。

# %% relu
def relu(z):
    return torch.minimum(z, torch.zeros_like(z))
