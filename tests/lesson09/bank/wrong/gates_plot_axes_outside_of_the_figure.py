"""The axes are moved out of the figure. / 坐标系被移到图外。"""
# notebook: gates
# scores: test_plot_gate=0.67

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title, position=[2, 2, 1, 1])
    return ax
