"""seaborn is imported and used in own cells. / 自己的单元格里用 seaborn。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
import seaborn as sns

# %% new
sns.set_theme()
sns.heatmap(torch.rand(3, 3))
