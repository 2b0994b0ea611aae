"""The line has lost its minus. / 画线时漏了负号。"""
# notebook: gates
# scores: test_plot_gate=3
# misconception: The terms change sides without changing sign. / 移项时没有变号。
# hint: Solve b + w1 x1 + w2 x2 = 0 for x2. / 由 b + w1 x1 + w2 x2 = 0 解出 x2。

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.tensor([-1.0, 3.0])
    b, w1, w2 = w
    ax.plot(x1, (b + w1 * x1) / w2, "--")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
