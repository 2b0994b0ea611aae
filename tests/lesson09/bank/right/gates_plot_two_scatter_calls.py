"""One scatter call for each class. / 两类各调用一次 scatter。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[y == 0, 1], X[y == 0, 2], color="tab:red", label="0")
    ax.scatter(X[y == 1, 1], X[y == 1, 2], color="tab:blue", marker="^", label="1")
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    ax.legend()
    return ax
