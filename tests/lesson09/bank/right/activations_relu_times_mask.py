"""z times the mask z > 0, which leaves -0. for negative numbers. / z 乘以掩码 z > 0，负数处得到 -0。"""
# notebook: activations

# %% relu
def relu(z):
    return z * (z > 0)
