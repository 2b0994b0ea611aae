"""The boundary is white on white. / 边界是白底上的白线。"""
# notebook: gates
# scores: test_plot_gate=2.67

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "--", color="white")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
