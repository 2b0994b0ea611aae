"""An own cell waits for input. / 单元格等待输入。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
name = input("你的名字 / your name: ")
print("hello", name)
