"""The points are markers of ax.plot. / 用 ax.plot 的标记画点。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    for row, label in zip(X, y):
        ax.plot(row[1], row[2], "ro" if label else "bo")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
