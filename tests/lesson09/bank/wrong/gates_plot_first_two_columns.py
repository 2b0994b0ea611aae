"""Columns 0 and 1 are drawn. / 画了第 0、1 列。"""
# notebook: gates
# scores: test_plot_gate=3
# misconception: Which column goes on which axis does not matter. / 没有分清哪一列画在哪个轴上。
# hint: X[:, 1] to the right, X[:, 2] upwards. / 横轴是 X[:, 1]，纵轴是 X[:, 2]。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 0], X[:, 1], c=y)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
