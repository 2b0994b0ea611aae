"""A leaky relu. / 带泄漏的 relu。"""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return torch.where(z > 0, z, 0.01 * z)
