"""No limits are set. / 没有设坐标范围。"""
# notebook: gates
# scores: test_plot_gate=3.33
# misconception: matplotlib's own limits will do. / 以为坐标范围不必设。
# hint: Set both limits to (-1, 3). / 两个坐标轴的范围都设为 (-1, 3)。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_title(title)
    return ax
