"""Interactive backends that are not there. / 使用不存在的交互式后端。"""
# lesson: lesson09
# notebook: gates

# %% step
%matplotlib notebook


def step(z):
    return (z >= 0).float()

# %% new
%matplotlib widget

# %% new
import matplotlib

matplotlib.use("TkAgg")
plt.ion()
