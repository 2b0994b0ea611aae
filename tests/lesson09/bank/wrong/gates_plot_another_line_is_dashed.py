"""The boundary is solid, a helping line beside it is dashed. / 边界是实线，旁边的辅助线是虚线。"""
# notebook: gates
# scores: test_plot_gate=3.67

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    slope, intercept = boundary(w)
    x1 = torch.tensor([-1.0, 3.0])
    ax.plot(x1, slope * x1 + intercept, "k-")
    ax.axhline(0.5, linestyle="--", color="gray")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
