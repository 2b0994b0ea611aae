"""The report of what is drawn holds complex places, bool limits, paths of nothing, colours that are numbers, titles that are lists."""
# notebook: gates
# most: 27

# %% plot_gate
import itertools
import sys

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
add = wire.Frame.add
places = itertools.cycle([
    [[1j, 2.0, None]], [[[0.0], [1.0], 5]], [[10**900, 0, []]], [[float("nan"), float("inf"), {}]], [[True, 1j, ()]],
    [[torch.zeros(2), torch.zeros(2), 0]], [[torch.tensor(True), torch.tensor(False), 0]], [["1", "2", "3"]], [[], [], []],
])
paths = itertools.cycle([
    [[[1j, 2j], [1.0, 2.0], False]], [[[True, False], [True, True], 1]], [[[], [], 0]], [[5, 6, 7]], [[[[0.0]], [[0.0]], None]],
    [[torch.zeros(2, dtype=torch.bool), torch.zeros(2, dtype=torch.complex64), 0]], [[[float("nan")] * 2, [10**400] * 2, 0]],
])


def lie(frame, value):
    if isinstance(value, dict) and isinstance(value.get("value"), dict) and "dots" in value["value"]:
        value["value"] |= {"dots": next(places), "paths": next(paths), "xlim": [True, 3j], "ylim": {}, "title": ["t"], "is_same": 1}
    return add(frame, value)


wire.Frame.add = lie


def plot_gate(ax, X, y, w, title):
    return ax


# %% twin

# %% plot_gate
def plot_gate(ax, X, y, w, title):
    z = torch.complex(X[:, 1], X[:, 2])
    ax.scatter(z.real, z.imag, c=y, cmap="coolwarm")
    slope, intercept = boundary(w)
    ends = torch.tensor([-1.0, 3.0])
    ax.plot(ends, slope * ends + intercept, "k--")
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax
