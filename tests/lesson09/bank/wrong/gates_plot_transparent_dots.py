"""The dots are transparent. / 点是透明的。"""
# notebook: gates
# scores: test_plot_gate=3

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, alpha=y * 0)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
