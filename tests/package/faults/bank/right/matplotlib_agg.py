"""The backend is switched before plotting. / 绘图前切换后端。"""
# lesson: lesson09
# notebook: gates

# %% plot_gate
import matplotlib

matplotlib.use("Agg")


def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], c=y)
    b, w1, w2 = w.tolist()
    if w2 != 0:
        ax.plot([-1, 3], [(-b + w1) / w2, (-b - 3 * w1) / w2], "--")
    else:
        ax.axvline(-b / w1, linestyle="--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
