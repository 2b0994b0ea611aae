"""Everything is drawn with plt. / 全部用 plt 画。"""
# notebook: gates
# scores: test_plot_gate=0
# misconception: plt always draws on ax. / 以为 plt 总是画在 ax 上。
# hint: Call the methods of ax, as in ax.scatter. / 调用 ax 的方法，如 ax.scatter。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    plt.scatter(X[:, 1], X[:, 2], c=y)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    plt.plot(x1, slope * x1 + intercept, '--')
    plt.xlim(-1, 3)
    plt.ylim(-1, 3)
    plt.title(title)
    return ax
