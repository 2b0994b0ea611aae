"""The boundary is drawn solid. / 决策边界画成了实线。"""
# notebook: gates
# scores: test_plot_gate=3.67

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="rainbow")
    slope, intercept = -w[1] / w[2], -w[0] / w[2]
    x = torch.tensor([-1.0, 3.0])
    ax.plot(x, slope * x + intercept, "k")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
