"""seaborn is imported above the answer. / 答案上方导入了没有的 seaborn。"""
# lesson: lesson09
# notebook: gates
# scores: test_plot_gate=0
# names: ModuleNotFoundError|seaborn

# %% plot_gate
import seaborn as sns


def plot_gate(ax, X, y, w, title):
    sns.scatterplot(x=X[:, 1], y=X[:, 2], hue=y, ax=ax)
    return ax
