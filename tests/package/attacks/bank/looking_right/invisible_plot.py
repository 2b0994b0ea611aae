"""Everything is drawn where it belongs, and nothing of it can be seen: no size, no width, no colour, hidden behind white."""
# notebook: gates
# most: 27.33

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", s=0, visible=False)
    slope, intercept = boundary(w)
    ends = torch.tensor([-1.0, 3.0])
    ax.plot(ends, slope * ends + intercept, linestyle="--", linewidth=0, alpha=0)
    ax.set(xlim=(-1, 3), ylim=(-1, 3))
    ax.set_title(title, color="none")
    ax.set_visible(False)
    return ax


# %% twin

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", s=40, alpha=0.9, edgecolors="black")
    slope, intercept = boundary(w)
    ends = torch.tensor([-1.0, 3.0])
    ax.plot(ends, slope * ends + intercept, linestyle="--", linewidth=0.8, color="0.3")
    ax.set(xlim=(-1, 3), ylim=(-1, 3))
    ax.set_title(title)
    return ax
