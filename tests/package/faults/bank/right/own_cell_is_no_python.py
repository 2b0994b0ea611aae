"""An own cell is Python 2. / 自己的单元格是 Python 2 的写法。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
print "step is done"
