"""Standard output is closed and replaced. / 标准输出被关闭和替换。"""
# lesson: lesson09
# notebook: gates

# %% step
import os
import sys


def step(z):
    print("step", z.shape)
    return (z >= 0).float()

# %% new
sys.stdout.close()

# %% new
sys.stdout = open(os.devnull, "w")
sys.stderr = None

# %% new
os.close(1)
