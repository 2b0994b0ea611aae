"""An own cell prints 20 MB. / 单元格打印 20 MB。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
for number in range(200):
    print("x" * 100_000)
