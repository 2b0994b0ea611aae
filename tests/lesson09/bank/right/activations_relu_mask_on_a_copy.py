"""A copy is made before the negative numbers are set to 0. / 先复制，再把负数置零。"""
# notebook: activations

# %% relu
def relu(z):
    out = z.clone()
    out[out < 0] = 0
    return out
