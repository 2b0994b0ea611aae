"""Both numbers in one tensor. / 两个数放在一个张量里。"""
# notebook: gates

# %% boundary
def boundary(w):
    if w[2] == 0:
        raise ValueError("vertical")
    return torch.stack([-w[1], -w[0]]) / w[2]


# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    ends = torch.tensor([-1.0, 3.0])
    ax.plot(ends, -(w[0] + w[1] * ends) / w[2], "--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
