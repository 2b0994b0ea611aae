"""The boundary is the contour z = 0. / 用等高线 z = 0 画边界。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    g1, g2 = torch.meshgrid(torch.linspace(-1, 3, 41), torch.linspace(-1, 3, 41), indexing="xy")
    ax.contour(g1, g2, w[0] + w[1] * g1 + w[2] * g2, levels=[0], linestyles="dashed", colors="k")
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
