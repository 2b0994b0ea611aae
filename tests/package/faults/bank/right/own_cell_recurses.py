"""An own cell recurses without an end. / 单元格无限递归。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
import sys

sys.setrecursionlimit(10**8)


def down(n):
    return down(n + 1)


down(0)
