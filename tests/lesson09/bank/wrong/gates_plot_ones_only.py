"""Only the points of label 1 are drawn. / 只画了标签为 1 的点。"""
# notebook: gates
# scores: test_plot_gate=3

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[y == 1, 1], X[y == 1, 2], c="red")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
