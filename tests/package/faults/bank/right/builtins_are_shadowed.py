"""Names of builtins are used for values. / 用内建函数名作变量名。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
list = [1, 2, 3]
sum = 0
max = min = 1
type = "gate"
str = "step"
print = None
input = None
len = 4
