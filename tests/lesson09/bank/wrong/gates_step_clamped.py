"""step is z clamped to 0 and 1. / 把 z 截到 0 与 1 之间。"""
# notebook: gates
# scores: test_step=0.44 test_and=1.91 test_or=1.91 test_nand=1.91

# %% step
def step(z):
    return torch.clamp(z, 0, 1).float()
