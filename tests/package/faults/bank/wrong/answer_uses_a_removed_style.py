"""A style that matplotlib has removed is set in the function. / 函数里使用已删除的样式。"""
# lesson: lesson09
# notebook: gates
# scores: test_plot_gate=0
# names: OSError|seaborn

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    plt.style.use("seaborn")
    ax.scatter(X[:, 1], X[:, 2], c=y)
    ax.set_title(title)
    return ax
