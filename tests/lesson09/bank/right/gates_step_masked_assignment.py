"""step fills zeros and writes ones through a mask. / 先全零，再用掩码写入 1。"""
# notebook: gates

# %% step
def step(z):
    out = torch.zeros(z.shape)
    out[z >= 0] = 1.0
    return out
