"""The boundary is drawn where the axes do not reach. / 边界画在坐标范围之外。"""
# notebook: gates
# scores: test_plot_gate=3

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    x1 = torch.tensor([10.0, 20.0])
    ax.plot(x1, slope * x1 + intercept, "--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
