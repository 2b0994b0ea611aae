"""plot_gate calls plt.show and prints. / plot_gate 里调用 plt.show 并打印。"""
# lesson: lesson09
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    b, w1, w2 = w.tolist()
    if w2 != 0:
        ax.plot([-1, 3], [(-b + w1) / w2, (-b - 3 * w1) / w2], "--")
    else:
        ax.axvline(-b / w1, linestyle="--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    print("drawn")
    plt.show()
    return ax

# %% new
for number in range(3):
    fig, ax = plt.subplots()
    plot_gate(ax, torch.rand(4, 3), torch.tensor([0.0, 1, 1, 0]), torch.tensor([-1.0, 1, 1]), "门")
    plt.show(block=True)
