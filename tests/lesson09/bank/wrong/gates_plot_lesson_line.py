"""The lesson's line is copied. / 抄了课文里的那条线。"""
# notebook: gates
# scores: test_plot_gate=3
# misconception: Every gate has the same boundary. / 以为每个门的边界都相同。
# hint: Compute the line from w. / 由 w 算出直线。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, (0.23 - 0.15 * x1) / 0.15, "--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
