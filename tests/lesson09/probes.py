"""What each answer is asked so that its behaviour can be named: plain inputs, the smallest first.

A student may see every one of them, with what came back and what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from autograder.suite import Exhibit, Student, show_parameters, show_regions

Probe = Iterator[tuple[str, Callable[[], Any]]]

FOUR = torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
REAL = torch.tensor([[1.0, 2.5, -0.5], [1.0, -1.5, 0.25], [1.0, 0.5, 3.0], [1.0, -2.0, -4.0], [1.0, 0.75, 0.5]])


def _labels(value: Any) -> Any:
    """Labels of five real rows depend on the weights that a student chose; only their form is kept."""
    return (str(value.dtype), tuple(value.shape)) if isinstance(value, torch.Tensor) else type(value).__name__


_EACH = """
def ask(inputs):
    try:
        return function(*inputs)
    except Exception as error:
        return f"raises {type(error).__name__}"
{name: ask(inputs) for name, inputs in asked.items()}
"""


def _each(student: Student, name: str, asked: dict[str, list[Any]]) -> Any:
    """Return what a function gives for each of several inputs, by their names: asked in one go, as it is cheaper."""
    return student.evaluate(_EACH, function=student.read(name), asked=asked)


# --- gates ---------------------------------------------------------------------------------------------------------


def step(student: Student) -> Probe:
    for z in (0.0, 1.0, -1.0):
        yield f"step(tensor([{z:g}]))", lambda z=z: student.call("step", torch.tensor([z]))
    forms = {
        "tensor(3.)": [torch.tensor(3.0)],
        "tensor([2, 0, -2]) (int64)": [torch.tensor([2, 0, -2])],
        "tensor([1.], dtype=float64)": [torch.tensor([1.0], dtype=torch.float64)],
    }
    yield "step(z) for other forms of z", lambda: _each(student, "step", forms)
    z = torch.tensor([[0.5, 2.0, 1e-6], [-0.5, -2.0, -1e-6]])
    yield "step(z) and then z, z of shape (2, 3)", lambda: student.call_and_watch("step", z)


def logistic(student: Student) -> Probe:
    w = torch.tensor([-0.5, 1.0, 2.0])
    zero = torch.zeros(3)
    yield "logistic(tensor([[1., 0., 0.]]), tensor([0., 0., 0.]))", lambda: student.call("logistic", FOUR[:1], zero)
    yield "logistic(four points, tensor([-0.5, 1., 2.]))", lambda: student.call("logistic", FOUR, w)


def _gate(student: Student, name: str, weights: str) -> Probe:
    for row in (FOUR[0], FOUR[3]):
        yield f"{name}(tensor([[1., {row[1]:g}., {row[2]:g}.]]))", lambda row=row: student.call(name, row[None])
    yield f"{name}(four points)", lambda: student.call(name, FOUR)

    def is_neuron() -> Any:
        rows = torch.cat([REAL, 10 * REAL, 0.3 * REAL])
        rows[:, 0] = 1
        w, found = student.read(weights), student.call(name, rows)
        if not isinstance(w, torch.Tensor) or w.numel() != 3 or not w.dtype.is_floating_point:
            return "the weights are no three numbers"
        if not isinstance(found, torch.Tensor) or found.numel() != len(rows):
            return "no label for each row"
        z = rows.double() @ w.detach().reshape(3).double()
        clear = z.abs() > 1e-5
        return bool((found.detach().reshape(-1).float() == (z >= 0).float())[clear].all()), _labels(found)

    yield f"does {name} equal step(X @ {weights}) on 15 real rows, and in what form?", is_neuron

    def sides() -> Any:
        w = student.read(weights)
        if not isinstance(w, torch.Tensor) or w.numel() != 3 or w.is_complex():
            return _labels(w), "no three numbers"
        return _labels(w), torch.sign(FOUR.double() @ w.detach().reshape(3).double()).tolist()

    yield f"the form of {weights}, and the signs of X @ {weights} at the four points", sides


def and_gate(student: Student) -> Probe:
    yield from _gate(student, "AND", "w_and")


def or_gate(student: Student) -> Probe:
    yield from _gate(student, "OR", "w_or")


def nand_gate(student: Student) -> Probe:
    yield from _gate(student, "NAND", "w_nand")


def boundary(student: Student) -> Probe:
    for w in ([-1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.5, -2.0, 4.0], [-1.0, 1.0, 0.0]):
        yield f"boundary(tensor({w}))", lambda w=w: student.call("boundary", torch.tensor(w))
    small = ([-0.2, 0.15, 0.15], [2e-6, -3e-6, 1e-6], [-3e-9, 1e-9, 2e-9])
    yield (
        "boundary(w) for small weights",
        lambda: _each(student, "boundary", {f"tensor({w})": [torch.tensor(w)] for w in small}),
    )


_AXES = """
import numpy
axes, collections, lines = matplotlib.axes.Axes, matplotlib.collections, matplotlib.lines
boundary, dots = [], []
for child in axes.get_children(ax):
    if isinstance(child, collections.PathCollection):
        collections.Collection.update_scalarmappable(child)
        faces, edges = collections.Collection.get_facecolor(child), collections.Collection.get_edgecolor(child)
        for number, place in enumerate(numpy.ma.getdata(collections.Collection.get_offsets(child)).tolist()[:50]):
            dots.append((place, tuple(tuple(tints[number % len(tints)]) for tints in (faces, edges) if len(tints))))
    elif isinstance(child, lines.AxLine):
        boundary.append(lines.Line2D.is_dashed(child))
    elif isinstance(child, lines.Line2D):
        x, y = (numpy.asarray(part, dtype=float) for part in lines.Line2D.get_data(child))
        if str(lines.Line2D.get_linestyle(child)) in ("None", "", " "):
            tint = matplotlib.colors.to_rgba(lines.Line2D.get_markerfacecolor(child))
            dots += [(place, tint) for place in numpy.stack([x, y], 1).tolist()[:50]]
        else:
            rest = numpy.abs(x + 2 * y - 1.5).max() if len(x) else numpy.inf
            boundary.append((lines.Line2D.is_dashed(child), round(float(rest), 1) if rest > 0.01 else "on it"))
    elif isinstance(child, (collections.LineCollection, matplotlib.contour.ContourSet)):
        styles = collections.Collection.get_linestyle(child)
        paths = [path.vertices for path in collections.Collection.get_paths(child)[:20] if len(path.vertices)]
        on = all(numpy.abs(path @ [1, 2] - 1.5).max() < 0.01 for path in paths)
        boundary.append((any(style[1] is not None for style in styles), on))
dots.sort()
tints = [tint for _, tint in dots]
{
    "dots": [place for place, _ in dots],
    "dots of one colour": [tints.index(tint) for tint in tints],
    "lines (dashed, how far from the boundary)": boundary,
    "limits": [[float(part) for part in get(ax)] for get in (axes.get_xlim, axes.get_ylim)],
    "title": axes.get_title(ax),
    "title of the current axes": axes.get_title(plt.gca()) if plt.get_fignums() else "",
    "returns ax": back is ax,
}
"""


def plot_gate(student: Student) -> Probe:
    def drawn() -> Any:
        ax = student.evaluate("fresh_axes()")
        rows = torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 2.0], [1.0, 1.0, 2.0]])
        back = student.call("plot_gate", ax, rows, torch.tensor([0.0, 0, 1, 1]), torch.tensor([-1.5, 1.0, 2.0]), "x")
        return student.evaluate(_AXES, ax=ax, back=back)

    yield "plot_gate(ax, four points, tensor([0., 0., 1., 1.]), tensor([-1.5, 1., 2.]), 'x')", drawn


def xor_gate(student: Student) -> Probe:
    for row in (FOUR[0], FOUR[3]):
        yield f"XOR(tensor([[1., {row[1]:g}., {row[2]:g}.]]))", lambda row=row: student.call("XOR", row[None])
    yield "XOR(X) and then X, the four points", lambda: student.call_and_watch("XOR", FOUR)
    yield "XOR(the first three points)", lambda: student.call("XOR", FOUR[:3])
    yield "XOR(six rows of 0 and 1)", lambda: student.call("XOR", FOUR[[2, 0, 3, 1, 1, 3]])


def xor_line(student: Student) -> Probe:
    yield "best_line", lambda: student.read("best_line")


def _regions(student: Student, name: str, labels: tuple[int, int, int, int]) -> Iterator[Exhibit]:
    points = [(float(row[1]), float(row[2]), label) for row, label in zip(FOUR, labels, strict=True)]

    def ask(grid: torch.Tensor) -> Any:
        return student.call(name, torch.cat([torch.ones(len(grid), 1), grid], dim=1))

    yield show_regions(f"{name}(X)", ask, points)


def show_and_gate(student: Student) -> Iterator[Exhibit]:
    yield from _regions(student, "AND", (0, 0, 0, 1))


def show_or_gate(student: Student) -> Iterator[Exhibit]:
    yield from _regions(student, "OR", (0, 1, 1, 1))


def show_nand_gate(student: Student) -> Iterator[Exhibit]:
    yield from _regions(student, "NAND", (1, 1, 1, 0))


def show_xor_gate(student: Student) -> Iterator[Exhibit]:
    yield from _regions(student, "XOR", (0, 1, 1, 0))


# --- hidden layers -------------------------------------------------------------------------------------------------


def layer(student: Student) -> Probe:
    W = torch.tensor([[1.0, -2.0, 0.5], [0.25, 1.5, -1.0]])
    x = torch.tensor([[1.0, -1.0], [0.5, 0.5], [0.0, 3.0]])
    b = torch.tensor([[0.5], [-1.0]])  # z is 0 at two places
    for h in ("identity", "step", "sigmoid", "relu", "tanh", "swish"):
        n = 1 if h == "step" else 2
        yield (
            f"layer(W ({n}, 3), x (3, 2), b ({n}, 1), '{h}')",
            lambda h=h, n=n: student.call("layer", W[-n:], x, b[-n:], h),
        )
    names = ("", "exp", "relu6", "sigmoid2", "ReLU", "hardtanh")
    yield (
        "layer(W, x, b, h) for names that are none of the five",
        lambda: _each(student, "layer", {repr(h): [W, x, b, h] for h in names}),
    )


def xor_network(student: Student) -> Probe:
    for hidden, output in (("step", "step"), ("identity", "step"), ("step", "sigmoid")):
        yield (
            f"xor_network(four points, '{hidden}', '{output}')",
            lambda hidden=hidden, output=output: student.call("xor_network", FOUR, hidden, output),
        )
    real = torch.tensor([[1.0, 9.0, 9.0], [1.0, -9.0, -9.0], [1.0, 0.3, 0.2], [1.0, 20.0, -20.0], [1.0, 0.9, 0.4]])
    yield "xor_network(five real rows, 'step', 'step')", lambda: student.call("xor_network", real, "step", "step")
    rows = torch.cat([FOUR, real])
    pairs = (("sigmoid", "step"), ("relu", "step"), ("tanh", "step"), ("relu", "sigmoid"))
    yield (
        "xor_network(nine rows, hidden, output)",
        lambda: _each(student, "xor_network", {f"{h}, {output}": [rows, h, output] for h, output in pairs}),
    )
    yield "xor_network(one row, 'step', 'step')", lambda: student.call("xor_network", FOUR[1:2], "step", "step")


def verdict(student: Student) -> Probe:
    yield "verdict", lambda: student.read("verdict")


def collapse(student: Student) -> Probe:
    one = torch.tensor([[2.0]])
    yield (
        "collapse([[2.]], [[1.]], [[3.]], [[0.]])",
        lambda: student.call("collapse", one, one / 2, one + 1, torch.zeros(1, 1)),
    )
    W1, b1 = torch.tensor([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]]), torch.tensor([[1.0], [-2.0]])
    W2, b2 = torch.tensor([[1.0, -1.0], [2.0, 0.5], [0.0, 4.0], [3.0, 1.0]]), torch.tensor([[0.0], [1.0], [2.0], [3.0]])
    yield "collapse(W1 (2, 3), b1 (2, 1), W2 (4, 2), b2 (4, 1))", lambda: student.call("collapse", W1, b1, W2, b2)


def sigmoid_evidence(student: Student) -> Probe:
    yield "sigmoid_evidence()", lambda: student.call("sigmoid_evidence")


def rescue(student: Student) -> Probe:
    def solves() -> Any:
        weights = student.call("rescued_weights")
        if not isinstance(weights, (tuple, list)) or len(weights) != 3:
            return "not three weights"
        if not all(isinstance(w, torch.Tensor) and w.numel() == 3 and w.dtype.is_floating_point for w in weights):
            return "not three tensors of three numbers"
        forms = [_labels(w) for w in weights]
        nand, or_, and_ = (w.detach().reshape(3).double() for w in weights)
        X = FOUR.double()
        hidden = torch.stack([torch.ones(4).double(), torch.sigmoid(X @ nand), torch.sigmoid(X @ or_)], dim=1)
        return forms, [int(z >= 0) for z in hidden @ and_]

    yield "XOR of the four points with rescued_weights(), sigmoid hidden units and a step output", solves


# --- activations ---------------------------------------------------------------------------------------------------


def _elementwise(student: Student, name: str) -> Probe:
    for z in (0.0, 1.0, -1.0, 100.0):
        yield f"{name}(tensor([{z:g}]))", lambda z=z: student.call(name, torch.tensor([z]))
    others = {f"tensor([{z:g}])": [torch.tensor([z])] for z in (0.5, -100.0)}
    others["tensor(2.)"] = [torch.tensor(2.0)]
    yield f"{name}(z) for other z", lambda: _each(student, name, others)
    z = torch.tensor([[-2.5, -1.5, -0.5], [0.5, 20.0, -20.0]])
    yield f"{name}(z) and then z, z of shape (2, 3)", lambda: student.call_and_watch(name, z)


def sigmoid(student: Student) -> Probe:
    yield from _elementwise(student, "sigmoid")


def relu(student: Student) -> Probe:
    yield from _elementwise(student, "relu")


def tanh(student: Student) -> Probe:
    yield from _elementwise(student, "tanh")


def softmax(student: Student) -> Probe:
    one, two = torch.tensor([1.0, 3.0]), torch.tensor([[1.0, 2.0, 4.0], [0.0, 0.0, 3.0]])
    yield "softmax(tensor([0., 0.]), 0)", lambda: student.call("softmax", torch.zeros(2), 0)
    yield "softmax(z, 0) and then z = tensor([1., 3.])", lambda: student.call_and_watch("softmax", one, 0)
    yield "softmax(tensor of shape (2, 3), 1)", lambda: student.call("softmax", two, 1)
    yield "softmax(tensor([0., 1000.]), 0)", lambda: student.call("softmax", torch.tensor([0.0, 1000.0]), 0)
    others = {
        "(2, 3), dim 0": [two, 0],
        "tensor([-1000., -1001.]), dim 0": [torch.tensor([-1000.0, -1001.0]), 0],
        "(1, 2, 2), dim 1": [torch.arange(4.0).reshape(1, 2, 2), 1],
    }
    yield "softmax(z, dim) for other z", lambda: _each(student, "softmax", others)


_WORDS = """
def plain(value):
    is_one = isinstance(value, str) or not hasattr(type(value), "__iter__")
    return value if is_one else sorted({word if isinstance(word, str) else repr(word) for word in list(value)[:20]})

{key if isinstance(key, str) else repr(key): plain(value) for key, value in table.items()}
"""


def where_used(student: Student) -> Probe:
    def read() -> Any:
        table = student.read("where_used")
        return student.evaluate(_WORDS, table=table) if isinstance(table, dict) else table

    yield "where_used", read


def output_for(student: Student) -> Probe:
    yield "output_for", lambda: student.read("output_for")


# --- forward pass --------------------------------------------------------------------------------------------------


_DATA = """
def form(value):
    return [str(value.dtype), list(value.shape)] if isinstance(value, torch.Tensor) else type(value).__name__

def look(data):
    if not isinstance(data, (tuple, list)) or len(data) != 2:
        return "not two tensors"
    x, y = data
    kinds = sorted(set(y.detach().reshape(-1).tolist())) if isinstance(y, torch.Tensor) and y.numel() < 5000 else []
    low, high = (float(x.min()), float(x.max())) if isinstance(x, torch.Tensor) and x.numel() else (0.0, 0.0)
    return [form(x), form(y), kinds[:6], -1e-9 <= low < 0.1, 0.9 < high <= 1.0]

def are_same(one, two):
    if any(isinstance(look(data), str) for data in (one, two)):
        return "not two tensors"
    return [all(isinstance(v, torch.Tensor) for v in pair) and torch.equal(*pair) for pair in zip(one, two)]

def attempt(ask):
    try:
        return ask()
    except Exception as error:
        return f"raises {type(error).__name__}"
"""


def make_data(student: Student) -> Probe:
    yield "the form of make_data(420)", lambda: student.evaluate(f"{_DATA}look(f(420))", f=student.read("make_data"))
    source = f"""{_DATA}
first = f(420)
{{
    "the same seed twice": attempt(lambda: are_same(first, f(420))),
    "another seed": attempt(lambda: are_same(first, f(2))),
    "make_data()": attempt(lambda: look(f())),
}}
"""
    yield (
        "make_data(420) once more, with another seed and with none",
        lambda: student.evaluate(source, f=student.read("make_data")),
    )


_RAN = """
ran = []
before = parent.__init__
def watched(self, *args, **kwargs):
    ran.append(self)
    before(self, *args, **kwargs)
parent.__init__ = watched
try:
    child = cls()
finally:
    parent.__init__ = before
["__init__" in vars(cls), any(one is child for one in ran)]
"""


def foo_child(student: Student) -> Probe:
    source = "child = cls()\n[getattr(child, 'parent', None), [c.__name__ for c in type(child).__mro__]]"
    yield "FooChild().parent", lambda: student.evaluate(source, cls=student.read("FooChild"))
    yield (
        "does FooChild have an __init__ of its own, and does FooParent's run?",
        lambda: student.evaluate(_RAN, cls=student.read("FooChild"), parent=student.read("FooParent")),
    )


_NETWORK = """
def attempt(ask):
    try:
        return ask()
    except Exception as error:
        return f"raises {type(error).__name__}"

def shapes(net):
    return {name: list(value.shape) for name, value in torch.nn.Module.state_dict(net).items()}

def fill(net):
    with torch.no_grad():
        for number, value in enumerate(torch.nn.Module.state_dict(net).values()):
            value.copy_(torch.linspace(-1.5, 1.0 + number / 7, value.numel()).reshape(value.shape))
    return net

def numbers(rows, features):
    return torch.linspace(-1, 2, rows * features).reshape(rows, features)

def without_gradient(net, x):
    with torch.enable_grad():
        asked = {"x": x.requires_grad_(), **dict(torch.nn.Module.named_parameters(net))}
        out = net(x)
        if not out.requires_grad:
            return "the output has no gradient"
        parts = torch.autograd.grad(out.sum(), list(asked.values()), allow_unused=True)
    return [name for name, part in zip(asked, parts) if part is None]
"""


def _network(student: Student, name: str, source: str) -> Any:
    """Return what this source makes of a class of the student's, which it knows as `cls`."""
    return student.evaluate(f"{_NETWORK}{source}", cls=student.read(name))


_MODEL = """
net = cls(6, 3)
[
    shapes(net),
    "nn.Module" if isinstance(net, nn.Module) else "no nn.Module",
    ["nn.Linear" if nn.Linear in type(part).__mro__ else "another layer" for part in net.children()],
]
"""
_MODEL_FORWARD = """
net, x = fill(cls(6, 3)), numbers(2, 6)
{"x": net(x), "x[:1]": attempt(lambda: net(x[:1])), "x afterwards": bool(torch.equal(x, numbers(2, 6)))}
"""
_MODEL_SIZES = """
{
    "Model()": attempt(lambda: shapes(cls())),
    "Model(in_features=6, out_features=3)": attempt(lambda: type(cls(in_features=6, out_features=3)).__name__),
    "no gradient for": attempt(lambda: without_gradient(cls(6, 3), numbers(2, 6))),
}
"""


def model(student: Student) -> Probe:
    yield "Model(6, 3): its parameters and layers", lambda: _network(student, "Model", _MODEL)
    yield "Model(6, 3)(x), x of shape (2, 6)", lambda: _network(student, "Model", _MODEL_FORWARD)
    yield "Model(), Model(in_features=6, out_features=3), gradients", lambda: _network(student, "Model", _MODEL_SIZES)


def show_model(student: Student) -> Iterator[Exhibit]:
    yield show_parameters("Model(20, 3)", student, lambda: student.call("Model", 20, 3))


def show_mlp(student: Student) -> Iterator[Exhibit]:
    yield show_parameters("MLP([20, 13, 8, 3])", student, lambda: student.call("MLP", [20, 13, 8, 3]))


def broken_model(student: Student) -> Probe:
    yield "error_without_super()", lambda: student.call("error_without_super")


_COUNTS = """
import copy

layer, bare = nn.Linear(2, 1), nn.Linear(2, 1, bias=False)
nets = {
    "Linear(2, 1, bias=False)": bare,
    "Linear(2, 1) in a Sequential with that": nn.Sequential(layer, nn.Sequential(nn.ReLU(), bare)),
    "ReLU()": nn.ReLU(),
    "Linear(2, 1) twice": nn.Sequential(layer, layer),
    "BatchNorm1d(4)": nn.BatchNorm1d(4),
    "Linear(2, 1), frozen": layer,
    "two Linear(2, 1) with equal numbers": nn.Sequential(layer, copy.deepcopy(layer)),
}

def count(name, net):
    try:
        return function(net.requires_grad_("frozen" not in name))
    except Exception as error:
        return f"raises {type(error).__name__}"

{name: count(name, net) for name, net in nets.items()}
"""


def count_parameters(student: Student) -> Probe:
    yield (
        "count_parameters(nn.Linear(2, 1))",
        lambda: student.call("count_parameters", student.evaluate("nn.Linear(2, 1)")),
    )
    yield (
        "count_parameters of other modules",
        lambda: student.evaluate(_COUNTS, function=student.read("count_parameters")),
    )


def predict(student: Student) -> Probe:
    x = torch.tensor([[3.0, 1.0, 2.0], [0.0, 0.0, 1.0], [-1.0, 5.0, 4.0]])
    for rows in (1, 3):
        yield (
            f"predict(nn.Identity(), {'tensor([[3., 1., 2.]])' if rows == 1 else 'x of shape (3, 3)'})",
            lambda rows=rows: student.call("predict", student.evaluate("nn.Identity()"), x[:rows]),
        )


_FILL = """
def fill(net):
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.fill_(2.0)
    nn.Module.apply(net, function)
    return {name: parameter.flatten().tolist() for name, parameter in net.named_parameters()}

def attempt(net):
    try:
        return fill(net)
    except Exception as error:
        return f"raises {type(error).__name__}"
"""
_FILLED = """
nets = {
    "in Sequentials": nn.Sequential(nn.Sequential(nn.Linear(2, 1))),
    "subclass of Linear": type("Own", (nn.Linear,), {})(2, 1),
    "BatchNorm1d": nn.BatchNorm1d(1),
    "Conv1d": nn.Conv1d(1, 1, 1),
    "Conv2d": nn.Conv2d(1, 1, 1),
    "LayerNorm": nn.LayerNorm(1),
    "Bilinear": nn.Bilinear(1, 1, 1),
    "RNN": nn.RNN(1, 1),
    "Linear without bias": nn.Linear(2, 1, bias=False),
}
{name: attempt(net) for name, net in nets.items()}
"""


def initial_0(student: Student) -> Probe:
    for text, source in (("nn.Linear(2, 1)", "fill(nn.Linear(2, 1))"), ("other modules", _FILLED)):
        yield (
            f"{text} filled with 2, after net.apply(initial_0)",
            lambda source=source: student.evaluate(f"{_FILL}{source}", function=student.read("initial_0")),
        )


def manual_forward(student: Student) -> Probe:
    for rows, features, classes in ((1, 2, 2), (3, 5, 3)):
        shapes = {
            "linear1.weight": (13, features),
            "linear1.bias": (13,),
            "linear2.weight": (8, 13),
            "linear2.bias": (8,),
            "output.weight": (classes, 8),
            "output.bias": (classes,),
        }
        params = {
            name: torch.linspace(-1.0, 1.0 + number / 5, int(torch.tensor(shape).prod())).reshape(shape)
            for number, (name, shape) in enumerate(shapes.items())
        }
        x = torch.linspace(-1, 1, rows * features).reshape(rows, features)
        yield (
            f"manual_forward(x ({rows}, {features}), params of Model({features}, {classes}))",
            (lambda x=x, params=params: student.call("manual_forward", x, params)),
        )


_MLP = """
net = cls([4, 5, 3])
[shapes(net), attempt(lambda: fill(net)(numbers(2, 4)))]
"""
_MLP_HIDDEN = """
names = ("sigmoid", "tanh", "identity")
{hidden: attempt(lambda: fill(cls([3, 5, 2], hidden=hidden))(numbers(2, 3))) for hidden in names}
"""
_MLP_OTHERS = """
def build(hidden):
    return attempt(lambda: type(cls([3, 5, 2], hidden=hidden)).__name__)

def is_alone():
    first = fill(cls([3, 5, 2], hidden="tanh"))
    before, second = first(numbers(2, 3)), cls([3, 5, 2], hidden="sigmoid")
    return bool(torch.equal(first(numbers(2, 3)), before))

{
    "hidden='swish'": build("swish"),
    "hidden='exp'": build("exp"),
    "hidden='relu6'": build("relu6"),
    "hidden='tan'": build("tan"),
    "the same after another MLP was built": attempt(is_alone),
    "no gradient for": attempt(lambda: without_gradient(cls([3, 5, 2]), numbers(2, 3))),
    "MLP([3, 3, 3, 2])(x)": attempt(lambda: fill(cls([3, 3, 3, 2]))(numbers(2, 3))),
}
"""


def mlp(student: Student) -> Probe:
    yield "parameters of MLP([4, 3])", lambda: _network(student, "MLP", "shapes(cls([4, 3]))")
    yield "MLP([4, 3])(x), x of shape (2, 4)", lambda: _network(student, "MLP", "fill(cls([4, 3]))(numbers(2, 4))")
    yield (
        "MLP([4, 5, 3]): its parameters, and what it gives for x of shape (2, 4)",
        lambda: _network(student, "MLP", _MLP),
    )
    deep = "fill(cls([3, 6, 5, 2], hidden='relu'))(numbers(2, 3))"
    yield "MLP([3, 6, 5, 2], hidden='relu')(x), x of shape (2, 3)", lambda: _network(student, "MLP", deep)
    yield "MLP([3, 5, 2], hidden=...)(x), x of shape (2, 3)", lambda: _network(student, "MLP", _MLP_HIDDEN)
    yield (
        "MLP with other names for hidden, beside another MLP, with equal sizes; gradients",
        lambda: _network(student, "MLP", _MLP_OTHERS),
    )
