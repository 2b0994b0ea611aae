"""An experiment of the student's own raises. / 学生自己的试验报错。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
step([1, 2, 3])
1 / 0
