"""All points are blue. / 所有点都是蓝色。"""
# notebook: gates
# scores: test_plot_gate=3
# misconception: The colours have nothing to do with y. / 以为颜色与 y 无关。
# hint: Give c=y to scatter. / 给 scatter 传入 c=y。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c="blue")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
