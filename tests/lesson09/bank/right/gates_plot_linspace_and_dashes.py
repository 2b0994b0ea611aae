"""linspace and a dash pattern of one's own. / 用 linspace 和自定义的虚线样式。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y, cmap="coolwarm", vmin=0, vmax=1)
    x1 = torch.linspace(-1, 3, 50)
    b, w1, w2 = w
    ax.plot(x1.numpy(), (-(b + w1 * x1) / w2).numpy(), dashes=[6, 2])
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title)
    return ax
