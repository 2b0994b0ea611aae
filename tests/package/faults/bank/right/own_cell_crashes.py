"""An own cell has a segmentation fault. / 单元格引发段错误。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
import ctypes

ctypes.string_at(0)
