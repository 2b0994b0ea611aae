"""%reset wipes the names, then everything is imported again. / %reset 之后重新导入。"""
# lesson: lesson09
# notebook: gates

# %% step
%reset -f

# %% new
import matplotlib.pyplot as plt
import torch
import torch.nn as nn


def step(z):
    return (z >= 0).float()
