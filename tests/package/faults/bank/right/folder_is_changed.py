"""The working folder is changed, and then removed. / 改变并删除了工作目录。"""
# lesson: lesson09
# notebook: gates

# %% step
import os

os.makedirs("scratch", exist_ok=True)
os.chdir("scratch")
os.rmdir("../scratch")


def step(z):
    return (z >= 0).float()

# %% new
os.chdir("/")
