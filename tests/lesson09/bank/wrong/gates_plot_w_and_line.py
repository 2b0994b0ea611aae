"""The line is that of w_and, not of w. / 画的是 w_and 的线而不是 w 的。"""
# notebook: gates
# scores: test_plot_gate=3
# misconception: Every gate has the same boundary. / 以为每个门的边界都相同。
# hint: Compute the line from w. / 由 w 算出直线。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w_and)
    ax.plot(x1, slope * x1 + intercept, "--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
