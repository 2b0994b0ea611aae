"""An experiment never ends. / 自己的试验是死循环。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
n = 0
while n >= 0:
    n += 1
