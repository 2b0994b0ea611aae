"""A dotted line. / 点线。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    ax.axline((0, intercept), slope=slope, linestyle=":", color="green")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
