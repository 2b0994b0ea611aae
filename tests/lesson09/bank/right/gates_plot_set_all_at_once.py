"""ax.set sets limits and title. / 用 ax.set 一次设好范围和标题。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1].tolist(), X[:, 2].tolist(), c=["red" if v == 1 else "blue" for v in y], edgecolors="black")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
