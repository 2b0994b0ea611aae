"""step by sign of sign plus one. / 用两次 sign 写 step。"""
# notebook: gates

# %% step
def step(z):
    return torch.sign(torch.sign(z) + 1).float()
