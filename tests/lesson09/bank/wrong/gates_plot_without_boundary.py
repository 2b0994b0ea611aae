"""No boundary is drawn. / 没有画边界。"""
# notebook: gates
# scores: test_plot_gate=2.67
# misconception: The points alone show the gate. / 以为只画点就够了。
# hint: Draw the boundary of w as a dashed line. / 用虚线画出 w 的边界。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
