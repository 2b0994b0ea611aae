"""A style that matplotlib has removed. / 使用 matplotlib 已删除的样式。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
plt.style.use("seaborn-whitegrid")
fig, ax = plt.subplots()
