"""White dots whose edges have the colour of the label. / 白色的点，边框颜色按标签区分。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    edges = ["red" if label > 0.5 else "blue" for label in y]
    ax.scatter(X[:, 1], X[:, 2], c="white", edgecolors=edges, linewidths=2)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "k-.")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
