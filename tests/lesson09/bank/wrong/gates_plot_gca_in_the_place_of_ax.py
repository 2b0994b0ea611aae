"""ax is replaced by plt.gca(). / 用 plt.gca() 替换了 ax。"""
# notebook: gates
# scores: test_plot_gate=0
# misconception: plt always draws on ax. / 以为 plt 总是画在 ax 上。
# hint: Call the methods of ax, as in ax.scatter. / 调用 ax 的方法，如 ax.scatter。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax = plt.gca()
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
