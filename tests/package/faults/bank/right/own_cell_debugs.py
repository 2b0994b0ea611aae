"""Breakpoints and %debug were left in. / 断点和 %debug 没有删掉。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
breakpoint()
print("after")

# %% new
import pdb

pdb.set_trace()

# %% new
%debug
