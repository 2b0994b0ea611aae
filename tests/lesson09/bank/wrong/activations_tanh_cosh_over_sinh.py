"""cosh over sinh. / cosh 除以 sinh。"""
# notebook: activations
# scores: test_tanh=0
# misconception: Which sum stands on top does not matter. / 以为分子分母可以对调。
# hint: tanh(0) = 0: the difference stands on top. / tanh(0) = 0：差在分子上。

# %% tanh
def tanh(z):
    return torch.cosh(z) / torch.sinh(z)
