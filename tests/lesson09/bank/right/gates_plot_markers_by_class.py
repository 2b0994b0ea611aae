"""ax.plot draws each class without a line. / 用 ax.plot 按类别画点，不连线。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    for label, colour in ((0, "g"), (1, "m")):
        ax.plot(X[y == label, 1], X[y == label, 2], "s", color=colour, linestyle="none")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
