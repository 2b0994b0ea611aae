"""The number of threads is set, twice. / 设置线程数。"""
# lesson: lesson09
# notebook: gates

# %% step
torch.set_num_threads(8)


def step(z):
    return (z >= 0).float()

# %% new
torch.set_num_interop_threads(4)
