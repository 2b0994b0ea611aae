"""An own cell prints a million short lines. / 单元格打印一百万行。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
for number in range(1_000_000):
    print(number)
