"""White and yellow on black. / 黑底上的白点和黄点。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.set_facecolor("black")
    ax.scatter(X[:, 1], X[:, 2], c=["white" if label else "yellow" for label in y])
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, color="white", linestyle="--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
