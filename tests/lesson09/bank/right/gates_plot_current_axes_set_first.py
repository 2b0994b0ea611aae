"""plt is used after plt.sca(ax). / 先 plt.sca(ax)，再用 plt 画。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    plt.sca(ax)
    plt.scatter(X[:, 1], X[:, 2], c=y, cmap=plt.cm.bwr)
    x1 = torch.arange(-1, 4)
    slope, intercept = boundary(w)
    plt.plot(x1, slope * x1 + intercept, linestyle=(0, (5, 5)))
    plt.xlim(-1, 3)
    plt.ylim(-1, 3)
    plt.title(title)
    return ax
