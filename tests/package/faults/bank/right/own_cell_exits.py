"""An own cell calls sys.exit, exit and quit. / 单元格调用 sys.exit、exit 和 quit。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
exit()

# %% new
quit()

# %% new
import sys

sys.exit(0)
