"""The negative side stays. / 保留了负的一侧。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu keeps the negative side. / 以为 relu 保留的是负的一侧。
# hint: max(0, z), not min(0, z). / 是 max(0, z)，不是 min(0, z)。

# %% relu
def relu(z):
    return torch.clamp(z, max=0)
