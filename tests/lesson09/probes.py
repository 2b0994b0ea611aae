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


# --- gates ---------------------------------------------------------------------------------------------------------


def step(student: Student) -> Probe:
    for z in (0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 1e-6, -1e-6):
        yield f"step(tensor([{z:g}]))", lambda z=z: student.call("step", torch.tensor([z]))
    yield "step(tensor(3.))", lambda: student.call("step", torch.tensor(3.0))
    yield "step(tensor([2, 0, -2])) (int64)", lambda: student.call("step", torch.tensor([2, 0, -2]))
    yield "step(tensor([[1., -1.], [0., 2.]]))", lambda: student.call("step", torch.tensor([[1.0, -1.0], [0.0, 2.0]]))
    yield "z = tensor([-1., 2.]) after step(z)", lambda: student.call_and_watch("step", torch.tensor([-1.0, 2.0]))[1]
    yield "step(tensor([1.], dtype=float64))", lambda: student.call("step", torch.tensor([1.0], dtype=torch.float64))


def logistic(student: Student) -> Probe:
    w = torch.tensor([-0.5, 1.0, 2.0])
    zero = torch.zeros(3)
    yield "logistic(tensor([[1., 0., 0.]]), tensor([0., 0., 0.]))", lambda: student.call("logistic", FOUR[:1], zero)
    yield "logistic(four points, tensor([-0.5, 1., 2.]))", lambda: student.call("logistic", FOUR, w)
    yield "logistic(five real rows, tensor([-0.5, 1., 2.]))", lambda: student.call("logistic", REAL, w)


def _gate(student: Student, name: str, weights: str) -> Probe:
    for row in FOUR:
        yield f"{name}(tensor([[1., {row[1]:g}., {row[2]:g}.]]))", lambda row=row: student.call(name, row[None])
    yield f"{name}(four points)", lambda: student.call(name, FOUR)
    yield f"the form of {name}(five real rows)", lambda: _labels(student.call(name, REAL))

    def is_neuron() -> Any:
        w = student.read(weights)
        if not isinstance(w, torch.Tensor) or w.numel() != 3 or not w.dtype.is_floating_point:
            return "the weights are no three numbers"
        rows = torch.cat([REAL, 10 * REAL, 0.3 * REAL])
        rows[:, 0] = 1
        z = rows.double() @ w.detach().reshape(3).double()
        right = (z >= 0).float()
        found = student.call(name, rows)
        if not isinstance(found, torch.Tensor) or found.numel() != len(right):
            return "no label for each row"
        clear = z.abs() > 1e-5
        return bool((found.detach().reshape(-1).float() == right)[clear].all())

    yield f"does {name} equal step(X @ {weights}) on real rows?", is_neuron
    yield f"the form of {weights}", lambda: _labels(student.read(weights))

    def sides() -> Any:
        w = student.read(weights)
        if not isinstance(w, torch.Tensor) or w.numel() != 3 or w.is_complex():
            return "the weights are no three numbers"
        return torch.sign(FOUR.double() @ w.detach().reshape(3).double()).tolist()

    yield f"the signs of X @ {weights} at the four points", sides


def and_gate(student: Student) -> Probe:
    yield from _gate(student, "AND", "w_and")


def or_gate(student: Student) -> Probe:
    yield from _gate(student, "OR", "w_or")


def nand_gate(student: Student) -> Probe:
    yield from _gate(student, "NAND", "w_nand")


def boundary(student: Student) -> Probe:
    for w in ([-1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [-3.0, 1.0, 2.0], [0.5, -2.0, 4.0], [-1.0, 1.0, 0.0]):
        yield f"boundary(tensor({w}))", lambda w=w: student.call("boundary", torch.tensor(w))


_AXES = """
import numpy
axes, collections, lines = matplotlib.axes.Axes, matplotlib.collections, matplotlib.lines
boundary, dots = [], []
for child in axes.get_children(ax):
    if isinstance(child, collections.PathCollection):
        collections.Collection.update_scalarmappable(child)
        tints = collections.Collection.get_facecolor(child)
        tints = tints if len(tints) else collections.Collection.get_edgecolor(child)
        for number, place in enumerate(numpy.ma.getdata(collections.Collection.get_offsets(child)).tolist()[:50]):
            dots.append((place, tuple(tints[number % len(tints)]) if len(tints) else ()))
    elif isinstance(child, lines.AxLine):
        boundary.append(lines.Line2D.is_dashed(child))
    elif isinstance(child, lines.Line2D):
        x, y = (numpy.asarray(part, dtype=float) for part in lines.Line2D.get_data(child))
        if str(lines.Line2D.get_linestyle(child)) in ("None", "", " "):
            tint = matplotlib.colors.to_rgba(lines.Line2D.get_markerfacecolor(child))
            dots += [(place, tint) for place in numpy.stack([x, y], 1).tolist()[:50]]
        else:
            boundary.append((lines.Line2D.is_dashed(child), bool(numpy.abs(x + 2 * y - 1.5).max() < 0.01)))
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
    "lines (dashed, on the boundary)": boundary,
    "limits": [[float(part) for part in get(ax)] for get in (axes.get_xlim, axes.get_ylim)],
    "title": axes.get_title(ax),
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
    for row in FOUR:
        yield f"XOR(tensor([[1., {row[1]:g}., {row[2]:g}.]]))", lambda row=row: student.call("XOR", row[None])
    yield "XOR(four points)", lambda: student.call("XOR", FOUR)
    yield "XOR(four points in another order)", lambda: student.call("XOR", FOUR[[2, 0, 3, 1]])
    yield "XOR(the first three points)", lambda: student.call("XOR", FOUR[:3])
    yield "XOR(the four points twice)", lambda: student.call("XOR", torch.cat([FOUR, FOUR]))
    yield "X (the four points) after XOR(X)", lambda: student.call_and_watch("XOR", FOUR)[1]
    yield "XOR(five rows of 0 and 1)", lambda: student.call("XOR", FOUR[[0, 1, 1, 2, 3]])


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
    x = torch.tensor([[1.0, -1.0], [0.5, 2.0], [0.0, 4.0]])
    b = torch.tensor([[0.5], [-1.0]])
    for h in ("identity", "step", "sigmoid", "relu", "tanh", "swish"):
        yield f"layer(W (2, 3), x (3, 2), b (2, 1), '{h}')", lambda h=h: student.call("layer", W, x, b, h)
    zero = torch.zeros(1, 1)
    yield (
        "layer(tensor([[0.]]), tensor([[0.]]), tensor([[0.]]), 'step')",
        lambda: student.call("layer", zero, zero, zero, "step"),
    )


def xor_network(student: Student) -> Probe:
    for output in ("step", "sigmoid"):
        for hidden in ("step", "identity", "sigmoid", "relu", "tanh"):
            yield (
                f"xor_network(four points, '{hidden}', '{output}')",
                lambda hidden=hidden, output=output: student.call("xor_network", FOUR, hidden, output),
            )
    rows = torch.tensor([[1.0, 9.0, 9.0], [1.0, -9.0, -9.0], [1.0, 0.3, 0.2], [1.0, 20.0, -20.0], [1.0, 0.9, 0.4]])
    for hidden in ("step", "identity", "sigmoid", "relu", "tanh"):
        yield (
            f"xor_network(five real rows, '{hidden}', 'step')",
            lambda hidden=hidden: student.call("xor_network", rows, hidden, "step"),
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
    for z in (0.0, 1.0, -1.0, 0.5, 3.0, -3.0, 20.0, -20.0, 100.0, -100.0, 1000.0, -1000.0):
        yield f"{name}(tensor([{z:g}]))", lambda z=z: student.call(name, torch.tensor([z]))
    yield f"{name}(tensor(2.))", lambda: student.call(name, torch.tensor(2.0))
    yield f"{name}(tensor of shape (2, 3))", lambda: student.call(name, torch.arange(6.0).reshape(2, 3) - 2.5)

    def changes() -> Any:
        z = torch.tensor([-1.0, 2.0])
        return student.call_and_watch(name, z)[1]

    yield f"z = tensor([-1., 2.]) after {name}(z)", changes


def sigmoid(student: Student) -> Probe:
    yield from _elementwise(student, "sigmoid")


def relu(student: Student) -> Probe:
    yield from _elementwise(student, "relu")


def tanh(student: Student) -> Probe:
    yield from _elementwise(student, "tanh")


def softmax(student: Student) -> Probe:
    two = torch.tensor([[1.0, 2.0, 4.0], [0.0, 0.0, 3.0]])
    yield "softmax(tensor([0., 0.]), 0)", lambda: student.call("softmax", torch.zeros(2), 0)
    yield "softmax(tensor([1., 3.]), 0)", lambda: student.call("softmax", torch.tensor([1.0, 3.0]), 0)
    for dim in (0, 1, -1):
        yield f"softmax(tensor of shape (2, 3), {dim})", lambda dim=dim: student.call("softmax", two, dim)
    yield "softmax(tensor([0., 1000.]), 0)", lambda: student.call("softmax", torch.tensor([0.0, 1000.0]), 0)
    yield "softmax(tensor([-1000., -1001.]), 0)", lambda: student.call("softmax", torch.tensor([-1000.0, -1001.0]), 0)
    yield (
        "softmax(tensor of shape (2, 3, 2), 1)",
        lambda: student.call("softmax", torch.arange(12.0).reshape(2, 3, 2), 1),
    )
    yield (
        "z = tensor([1., 3.]) after softmax(z, 0)",
        lambda: student.call_and_watch("softmax", torch.tensor([1.0, 3.0]), 0)[1][0],
    )


def where_used(student: Student) -> Probe:
    yield "where_used", lambda: student.read("where_used")


def output_for(student: Student) -> Probe:
    yield "output_for", lambda: student.read("output_for")


# --- forward pass --------------------------------------------------------------------------------------------------


def make_data(student: Student) -> Probe:
    def form(*args: int) -> Any:
        data = student.call("make_data", *args)
        if not isinstance(data, (tuple, list)) or len(data) != 2:
            return "not two tensors"
        x, y = data
        kinds = sorted(set(y.detach().reshape(-1).tolist())) if isinstance(y, torch.Tensor) and y.numel() < 5000 else []
        low, high = (float(x.min()), float(x.max())) if isinstance(x, torch.Tensor) and x.numel() else (0.0, 0.0)
        return _labels(x), _labels(y), kinds[:6], -1e-9 <= low < 0.1, 0.9 < high <= 1.0

    def is_same(first: int, second: int) -> Any:
        one, two = student.call("make_data", first), student.call("make_data", second)
        pairs = [one, two]
        if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
            return "not two tensors"
        return [
            isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) and torch.equal(a, b)
            for a, b in zip(*pairs, strict=True)
        ]

    yield "the form of make_data(420)", lambda: form(420)
    yield "the form of make_data()", lambda: form()
    yield "is make_data(420) the same twice?", lambda: is_same(420, 420)
    yield "is make_data(1) the same as make_data(2)?", lambda: is_same(1, 2)


def foo_child(student: Student) -> Probe:
    source = "child = cls()\n[getattr(child, 'parent', None), [c.__name__ for c in type(child).__mro__]]"
    yield "FooChild().parent", lambda: student.evaluate(source, cls=student.read("FooChild"))


_TRANSPLANT = """
state = torch.nn.Module.state_dict(net)
shapes = [[name, list(value.shape)] for name, value in state.items()]
with torch.no_grad():
    for number, value in enumerate(state.values()):
        value.copy_(torch.linspace(-1.5, 1.0 + number / 7, value.numel()).reshape(value.shape))
shapes
"""


def _model(student: Student, name: str, *args: Any, **kwargs: Any) -> Probe:
    def shapes() -> Any:
        return student.evaluate(_TRANSPLANT, net=student.call(name, *args, **kwargs))

    def forward(rows: int, features: int) -> Any:
        net = student.call(name, *args, **kwargs)
        student.evaluate(_TRANSPLANT, net=net)
        return student.call(net, torch.linspace(-1, 2, rows * features).reshape(rows, features))

    features = args[0][0] if isinstance(args[0], list) else args[0]
    text = ", ".join([*map(str, args), *(f"{key}={value!r}" for key, value in kwargs.items())])
    yield f"parameters of {name}({text})", shapes
    yield f"{name}({text})(x of shape (2, {features}))", lambda: forward(2, features)


def model(student: Student) -> Probe:
    yield from _model(student, "Model", 6, 3)
    yield from _model(student, "Model", 20, 3)
    x = torch.tensor([[1.0, 0.0, 2.0, 0.5, -1.0, 3.0]])
    yield "x after Model(6, 3)(x)", lambda: student.call_and_watch(student.call("Model", 6, 3), x)[1]
    yield "the shape of Model(6, 3)(one row)", lambda: _labels(student.call(student.call("Model", 6, 3), x))
    yield (
        "are the layers of Model(6, 3) of nn.Linear?",
        lambda: student.evaluate(
            "[torch.nn.Linear in type(part).__mro__ for part in net.children()]", net=student.call("Model", 6, 3)
        ),
    )
    yield (
        "type(Model(in_features=6, out_features=3))",
        lambda: type(student.call("Model", in_features=6, out_features=3)).__name__,
    )
    yield "parameters of Model()", lambda: student.evaluate(_TRANSPLANT, net=student.call("Model"))
    yield (
        "is Model(6, 3) an nn.Module?",
        lambda: student.evaluate("isinstance(net, nn.Module)", net=student.call("Model", 6, 3)),
    )


def show_model(student: Student) -> Iterator[Exhibit]:
    yield show_parameters("Model(20, 3)", student, lambda: student.call("Model", 20, 3))


def show_mlp(student: Student) -> Iterator[Exhibit]:
    yield show_parameters("MLP([20, 13, 8, 3])", student, lambda: student.call("MLP", [20, 13, 8, 3]))


def broken_model(student: Student) -> Probe:
    yield "error_without_super()", lambda: student.call("error_without_super")


def count_parameters(student: Student) -> Probe:
    nets = (
        "nn.Linear(2, 1)",
        "nn.Linear(2, 1, bias=False)",
        "nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))",
        "nn.ReLU()",
        "nn.Linear(3, 2).requires_grad_(False)",
        "(lambda shared: nn.Sequential(shared, shared))(nn.Linear(2, 2))",
        "nn.BatchNorm1d(4)",
        "nn.Conv2d(1, 2, 3)",
    )
    for net in nets:
        yield f"count_parameters({net})", lambda net=net: student.call("count_parameters", student.evaluate(net))


def predict(student: Student) -> Probe:
    x = torch.tensor([[3.0, 1.0, 2.0], [0.0, 0.0, 1.0], [-1.0, 5.0, 4.0]])
    yield (
        "predict(nn.Identity(), tensor([[3., 1., 2.]]))",
        lambda: student.call("predict", student.evaluate("nn.Identity()"), x[:1]),
    )
    yield (
        "predict(nn.Identity(), x of shape (3, 3))",
        lambda: student.call("predict", student.evaluate("nn.Identity()"), x),
    )
    yield (
        "predict(nn.Softmax(dim=1), x of shape (3, 3))",
        lambda: student.call("predict", student.evaluate("nn.Softmax(dim=1)"), x),
    )


_FILL = """
with torch.no_grad():
    for parameter in net.parameters():
        parameter.fill_(2.0)
back = nn.Module.apply(net, function)
[[name, parameter.detach()] for name, parameter in net.named_parameters()]
"""


def initial_0(student: Student) -> Probe:
    nets = (
        "nn.Linear(2, 1)",
        "nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1)))",
        "type('Own', (nn.Linear,), {})(2, 1)",
        "nn.BatchNorm1d(2)",
        "nn.Conv1d(1, 1, 2)",
        "nn.Linear(2, 1, bias=False)",
    )
    for net in nets:
        yield (
            f"{net} filled with 2, after net.apply(initial_0)",
            lambda net=net: student.evaluate(_FILL, net=student.evaluate(net), function=student.read("initial_0")),
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


def mlp(student: Student) -> Probe:
    yield from _model(student, "MLP", [4, 3])
    yield from _model(student, "MLP", [4, 5, 3])
    for hidden in ("relu", "sigmoid", "tanh", "identity"):
        yield from _model(student, "MLP", [3, 6, 5, 2], hidden=hidden)
