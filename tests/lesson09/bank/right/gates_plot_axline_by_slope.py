"""The boundary is an axline by its slope. / 用 axline 和斜率画边界。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    slope, intercept = boundary(w)
    ax.axline((0, intercept), slope=slope, linestyle="--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
