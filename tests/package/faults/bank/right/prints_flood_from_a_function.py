"""A function prints a megabyte at each call. / 函数每次调用都打印 1 MB。"""
# lesson: lesson09
# notebook: gates

# %% step
import sys


def step(z):
    print("z" * 1_000_000)
    sys.stderr.write("z" * 1_000_000)
    return (z >= 0).float()
