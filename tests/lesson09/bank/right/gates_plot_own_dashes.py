"""Dashes and dots of its own measure. / 自己规定长短的虚线。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=["tab:red" if label else "tab:blue" for label in y])
    slope, intercept = boundary(w)
    x1 = torch.linspace(-1, 3, 9)
    ax.plot(x1, slope * x1 + intercept, color="gray", dashes=(5, 2, 1, 2))
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
