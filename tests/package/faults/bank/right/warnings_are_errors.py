"""Warnings are made errors, and a function warns. / 警告被设成了错误。"""
# lesson: lesson09
# notebook: gates

# %% step
import warnings


def step(z):
    warnings.warn("stepping")
    return (z >= 0).float()

# %% new
warnings.filterwarnings("error")
warnings.simplefilter("error")
