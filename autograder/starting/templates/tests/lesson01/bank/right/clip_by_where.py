"""Two choices, one for each limit. / 对两个界限分别选择。"""
# notebook: limits


# %% clip
def clip(x, low, high):
    x = torch.where(x < low, low, x)
    return torch.where(x > high, high, x)
