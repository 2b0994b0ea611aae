"""A white rectangle covers everything. / 一个白色矩形盖住了一切。"""
# notebook: gates
# scores: test_plot_gate=1

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "--")
    ax.add_patch(plt.Rectangle((-1, -1), 4, 4, color="white", zorder=9))
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
