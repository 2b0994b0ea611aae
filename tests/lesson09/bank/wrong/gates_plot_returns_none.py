"""plot_gate returns nothing. / plot_gate 没有 return。"""
# notebook: gates
# scores: test_plot_gate=3.33
# misconception: What is drawn need not be returned. / 以为画了就不必返回 ax。
# hint: return ax. / 写上 return ax。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
