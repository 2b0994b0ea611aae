"""A Chinese font that is not there. / 设置了不存在的中文字体。"""
# lesson: lesson09
# notebook: gates

# %% plot_gate
plt.rcParams["font.sans-serif"] = ["SimHei"]
plt.rcParams["axes.unicode_minus"] = False


def plot_gate(ax, X, y, w, title):
    plt.rcParams["font.sans-serif"] = ["SimHei"]
    ax.scatter(X[:, 1], X[:, 2], c=y)
    b, w1, w2 = w.tolist()
    if w2 != 0:
        ax.plot([-1, 3], [(-b + w1) / w2, (-b - 3 * w1) / w2], "--")
    else:
        ax.axvline(-b / w1, linestyle="--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title, xlabel="输入一", ylabel="输入二")
    return ax
