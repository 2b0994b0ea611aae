"""An own cell ends the process for good. / 单元格直接结束了进程。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
import os

os._exit(0)
