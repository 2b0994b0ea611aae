"""The boundary is a collection of one segment, the title stands on the left. / 边界是只含一段的 LineCollection，标题在左边。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    from matplotlib.collections import LineCollection

    for label, colour in ((0, "navy"), (1, "orange")):
        ax.scatter(*X[y == label, 1:].T, color=colour)
    slope, intercept = boundary(w)
    segment = [(-1, intercept - slope), (3, intercept + 3 * slope)]
    ax.add_collection(LineCollection([segment], linestyles="dashed", colors="black"))
    ax.set_xlim(-1, 3)
    ax.set_ylim(-1, 3)
    ax.set_title(title, loc="left")
    return ax
