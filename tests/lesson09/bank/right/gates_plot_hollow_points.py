"""Hollow points whose edge has the colour. / 空心点，边缘着色。"""
# notebook: gates

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.scatter(X[:, 1], X[:, 2], facecolors="none", edgecolors=["C0" if v else "C1" for v in y.tolist()])
    x1 = torch.tensor([-1.0, 3.0])
    slope, intercept = boundary(w)
    ax.plot(x1, slope * x1 + intercept, "k--")
    ax.axis([-1, 3, -1, 3])
    ax.set_title(title)
    return ax
