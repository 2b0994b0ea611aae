"""The title is always AND. / 标题总是 AND。"""
# notebook: gates
# scores: test_plot_gate=3.67
# misconception: The title is decoration. / 以为标题可有可无。
# hint: Use the argument: ax.set_title(title). / 使用参数：ax.set_title(title)。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title("AND")
    return ax
