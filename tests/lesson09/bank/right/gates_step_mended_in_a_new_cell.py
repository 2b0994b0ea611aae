"""step is left wrong and mended in a cell of its own. / 在新单元格里改正 step。"""
# notebook: gates

# %% step
def step(z):
    return torch.sign(z)

# %% new
def step(z):
    return (z >= 0).to(dtype=torch.float32)
