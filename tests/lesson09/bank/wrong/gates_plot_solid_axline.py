"""A solid axline. / axline 画成了实线。"""
# notebook: gates
# scores: test_plot_gate=3.67
# misconception: Any line will do as the boundary. / 以为边界用什么线都行。
# hint: linestyle='--' makes it dashed. / 用 linestyle='--' 画虚线。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    slope, intercept = boundary(w)
    ax.axline((0, intercept), slope=slope, color="k")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
