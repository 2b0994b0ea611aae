"""The usual device line. / 常见的 device 写法。"""
# lesson: lesson09
# notebook: gates

# %% step
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def step(z):
    return (z.to(device) >= 0).float()
