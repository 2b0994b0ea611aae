"""Grid, axis lines and labels beside the rest. / 另加网格、坐标线与轴标签。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = [-1, 3]
    slope, intercept = boundary(w)
    ax.plot(x1, [slope * v + intercept for v in x1], ls="--", lw=2)
    ax.grid(True)
    ax.axhline(0, color="0.8")
    ax.set_xlabel("x1")
    ax.set_ylabel("x2")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
