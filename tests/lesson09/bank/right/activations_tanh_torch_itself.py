"""tanh by torch's own method. / 直接用 torch 的 tanh。"""
# notebook: activations

# %% tanh
def tanh(z):
    return z.tanh()
