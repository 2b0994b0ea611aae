"""An own cell holds a traceback that was pasted. / 单元格里贴了一段报错信息。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
NameError: name 'step' is not defined
