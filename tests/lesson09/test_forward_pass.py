"""Grades forward_pass.ipynb: a whole network, from its parts to its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
import torch

from autograder.suite import (
    Handle,
    Student,
    StudentError,
    WrongAnswer,
    as_tensor,
    describe,
    expect,
    expect_dtype,
    expect_number,
    expect_raised,
    expect_shape,
    expect_tensor,
    expect_text,
    expect_unchanged,
    expect_values,
)

HIDDEN = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}

SHAPES = """
own = torch.nn.Module.named_parameters(net) if torch.nn.Module in type(net).__mro__ else None
None if own is None else [[name, list(value.shape), bool(value.requires_grad)] for name, value in own]
"""
TRANSPLANT = """
own = dict(torch.nn.Module.named_parameters(net))
with torch.no_grad():
    for name, value in weights.items():
        torch.Tensor.copy_(own[name], value)
True
"""
GRADIENTS = """
with torch.enable_grad():
    x.requires_grad_()
    out = net(x)
    asked = {"x": x, **dict(torch.nn.Module.named_parameters(net))}
    tracked = {name: value for name, value in asked.items() if value.requires_grad}
    parts = [None] * len(tracked)
    if isinstance(out, torch.Tensor) and out.requires_grad:
        parts = torch.autograd.grad(out.sum(), list(tracked.values()), allow_unused=True)
found = {name for name, part in zip(tracked, parts) if part is not None}
[name for name in asked if name not in found]
"""


# --- what the tests share ------------------------------------------------------------------------------------------


def expect_all(student: Student, checks: list[Callable[[], Any]]) -> None:
    """Expect that none of these raises anything: what they ask goes out together."""
    for _ in student.gather_values(checks):
        pass


def expect_gradients(without: Any) -> None:
    """Expect that GRADIENTS found nothing without a gradient. Which numbers a gradient holds is not looked at."""
    if not isinstance(without, list):
        raise WrongAnswer("the gradients cannot be read / 无法读取梯度", without)
    names = ", ".join(describe(name) for name in without[:6])
    expect(not without, f"no gradient for {names} / {names} 没有梯度", without, "a gradient for each / 每个都有梯度")


def expect_form(got: Any, shape: tuple[int, ...]) -> None:
    """Expect a float32 tensor of this shape, whatever it holds."""
    expect_shape(got, shape)
    expect_dtype(got, torch.float32)


def model_shapes(n_in: int, n_out: int, n_1: int = 13, n_2: int = 8) -> dict[str, tuple[int, ...]]:
    """Return the contract's parameters: name -> shape, with n_1 and n_2 hidden units."""
    return {
        "linear1.weight": (n_1, n_in),
        "linear1.bias": (n_1,),
        "linear2.weight": (n_2, n_1),
        "linear2.bias": (n_2,),
        "output.weight": (n_out, n_2),
        "output.bias": (n_out,),
    }


def random_weights(shapes: dict[str, tuple[int, ...]], generator: torch.Generator) -> dict[str, torch.Tensor]:
    """Return weights of these shapes, large enough that every activation matters."""
    return {name: torch.randn(shape, generator=generator) * 0.8 for name, shape in shapes.items()}


def expected_forward(x: torch.Tensor, weights: dict[str, torch.Tensor]) -> torch.Tensor:
    """Return the contract's forward pass in the dtype of x, shape (n, n_out)."""
    w = {name: value.to(x.dtype) for name, value in weights.items()}
    z1 = torch.relu(x @ w["linear1.weight"].T + w["linear1.bias"])
    z2 = torch.sigmoid(z1 @ w["linear2.weight"].T + w["linear2.bias"])
    return torch.softmax(z2 @ w["output.weight"].T + w["output.bias"], dim=1)


def parameters(student: Student, net: Any) -> list[tuple[str, tuple[int, ...], bool]]:
    """Return (name, shape, requires_grad) of each parameter that the module has registered."""
    shapes = student.evaluate(SHAPES, net=net) if isinstance(net, Handle) else None
    if not isinstance(shapes, list):
        raise WrongAnswer("not an nn.Module / 不是 nn.Module", net, "an nn.Module / 一个 nn.Module")
    found = []
    for item in shapes:
        if not (isinstance(item, list) and len(item) == 3 and isinstance(item[0], str) and isinstance(item[1], list)):
            raise WrongAnswer("the parameters cannot be read / 无法读取参数", item)
        found.append((item[0], tuple(size for size in item[1] if isinstance(size, int)), item[2] is True))
    return found


def transplant(
    student: Student, net: Any, n_in: int, n_out: int, generator: torch.Generator
) -> dict[str, torch.Tensor]:
    """Fill a student's Model with random weights: by name, or by shape where the layers have other names.

    Return them under the contract's names. Other hidden sizes and missing biases cost points elsewhere: they are taken
    as they are, a missing bias as 0. `WrongAnswer` where a weight is not there.
    """
    left = {name: shape for name, shape, _ in parameters(student, net)}
    n_1, n_2 = ((left.get(f"linear{layer}.bias") or (size,))[0] for layer, size in ((1, 13), (2, 8)))
    alike: dict[tuple[int, ...], torch.Tensor] = {}  # which of two that have one shape is which need not be known
    weights = {
        name: alike.setdefault(tuple(value.shape), value)
        for name, value in random_weights(model_shapes(n_in, n_out, n_1, n_2), generator).items()
    }
    names: dict[str, str] = {}
    for name, value in list(weights.items()):
        own = find_own(name, tuple(value.shape), left, weights)
        if own is not None:
            names[name] = own
            del left[own]
        elif name.endswith("bias"):
            weights[name] = torch.zeros(value.shape)
        else:
            wanted = ", ".join(f"{key} {tuple(weight.shape)}" for key, weight in weights.items())
            message = f"no parameter of shape {tuple(value.shape)} / 没有形状为 {tuple(value.shape)} 的参数"
            raise WrongAnswer(message, list(left.items()), wanted)
    student.evaluate(TRANSPLANT, net=net, weights={own: weights[name] for name, own in names.items()})
    return weights


def find_own(
    name: str, shape: tuple[int, ...], left: dict[str, tuple[int, ...]], weights: dict[str, torch.Tensor]
) -> str | None:
    """Return what the student calls the contract's parameter of this name and shape, None if there is none."""
    if left.get(name) == shape:
        return name
    return next((other for other, size in left.items() if size == shape and other not in weights), None)


def build_model(student: Student, n_in: int, n_out: int) -> Any:
    """Return the student's Model of these sizes. Where their order is another, which costs points elsewhere, by name."""
    net = student.call("Model", n_in, n_out)
    first = next((shape for _, shape, _ in parameters(student, net) if len(shape) == 2), None)
    if first is not None and first[1] == n_in:
        return net
    try:
        return student.call("Model", in_features=n_in, out_features=n_out)
    except StudentError:
        return net


def own_model(student: Student, n_in: int, n_out: int) -> Any:
    """Return the student's Model of these sizes: built once for all tests that look at it, of which one may fill it."""
    return student.remember(("Model", n_in, n_out), lambda: build_model(student, n_in, n_out))


# --- make_data -----------------------------------------------------------------------------------------------------


def first_data(student: Student) -> Any:
    """Return what make_data(420) gives: asked once for all tests that look at it."""
    return student.remember("make_data", lambda: student.call("make_data", 420))


def as_data(got: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (x, y) of what make_data gave as tensors."""
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        raise WrongAnswer("not two tensors / 返回的不是两个张量", got, "(x, y)")
    x, y = as_tensor(got[0]), as_tensor(got[1])
    if x is None or y is None or x.is_complex() or y.is_complex():
        raise WrongAnswer("not two tensors of numbers / 返回的不是两个数值张量", got, "(x, y)")
    return x, y


@pytest.mark.cell("test_make_data", weight=2)
def test_data_form(student: Student) -> None:
    """x is float32 (500, 20), y is float32 (500, 1). / x 是 (500, 20) 的 float32，y 是 (500, 1) 的 float32。"""
    got = first_data(student)
    expect(isinstance(got, (tuple, list)) and len(got) == 2, "not two tensors / 返回的不是两个张量", got, "(x, y)")
    for part, shape in zip(got, ((500, 20), (500, 1)), strict=True):
        expect_dtype(part, torch.float32)
        expect_shape(part, shape)


@pytest.mark.cell("test_make_data", weight=2)
def test_data_values(student: Student) -> None:
    """x is uniform between 0 and 1; y holds the labels 0, 1 and 2, each about as often. / x 在 [0, 1) 上均匀分布；y 取 0、1、2，次数大致相同。"""
    for got in student.gather_values([lambda: first_data(student), lambda: student.call("make_data", 7)]):
        x, y = as_data(got)
        expect(
            x.numel() == 10_000 and y.numel() == 500,
            "another number of values / 数量不对",
            (x, y),
            "10000 and 500 values",
        )
        x, y = x.double().reshape(-1), y.double().reshape(-1)
        expect(bool(((x >= 0) & (x < 1)).all()), "x leaves [0, 1) / x 超出 [0, 1)", x)
        quarters = [float((x < part).double().mean()) for part in (0.25, 0.5, 0.75)]
        is_uniform = all(abs(share - part) < 0.04 for share, part in zip(quarters, (0.25, 0.5, 0.75), strict=True))
        expect(is_uniform, "x is not uniform / x 不是均匀分布", quarters, [0.25, 0.5, 0.75])
        counts = [int((y == label).sum()) for label in (0, 1, 2)]
        expect(
            sum(counts) == 500, "y holds other labels / y 含有其他标签", sorted(set(y.tolist()))[:8], [0.0, 1.0, 2.0]
        )
        expect(min(counts) > 100, "a label is rare or missing / 某个标签很少或没有", counts, "about 167 each")


@pytest.mark.cell("test_make_data", weight=2)
@pytest.mark.hidden
def test_data_seed(student: Student) -> None:
    """The same seed gives the same data, another seed other data; the default seed is 420. / 相同种子得到相同数据，不同种子得到不同数据；默认种子为 420。"""
    asks = [
        lambda: first_data(student),
        lambda: student.call("make_data", 420),
        lambda: student.call("make_data"),
        lambda: student.call("make_data", seed=420),
        lambda: student.call("make_data", 421),
    ]
    (x, y), *same, other = [as_data(got) for got in student.gather_values(asks)]
    for again in same:
        expect(
            x.shape == again[0].shape and torch.equal(x, again[0]),
            "the same seed gave another x / 相同种子得到不同的 x",
        )
        expect(
            y.shape == again[1].shape and torch.equal(y, again[1]),
            "the same seed gave another y / 相同种子得到不同的 y",
        )
    expect(
        x.shape == other[0].shape and not torch.equal(x, other[0]),
        "another seed gave the same x / 不同种子得到相同的 x",
    )
    expect(
        y.shape == other[1].shape and not torch.equal(y, other[1]),
        "another seed gave the same y / 不同种子得到相同的 y",
    )


# --- FooChild ------------------------------------------------------------------------------------------------------

FOO = """
ran = []
before = parent.__init__
def changed(self, *args, **kwargs):
    before(self, *args, **kwargs)
    self.planted = 1
    ran.append(self)
parent.__init__ = changed
try:
    made = cls()
finally:
    parent.__init__ = before
own = made.__dict__
{
    "is a FooParent": parent in type(made).__mro__,
    "an __init__ of its own": "__init__" in type(made).__dict__,
    "FooParent's __init__ ran": any(one is made for one in ran),
    "parent": own.get("parent"),
    "planted": own.get("planted"),
}
"""


def look_at_child(student: Student) -> dict[Any, Any]:
    """Return what is to be known of FooChild(), made while FooParent's __init__ sets one attribute more."""
    ask = lambda: student.evaluate(FOO, cls=student.read("FooChild"), parent=student.read("FooParent"))  # noqa: E731
    seen = student.remember("FooChild", ask)
    if not isinstance(seen, dict):
        raise WrongAnswer("FooChild cannot be looked at / 无法检查 FooChild", seen)
    return seen


def expect_parent_ran(seen: dict[Any, Any]) -> None:
    """Expect that FooParent's __init__ ran for the object that was made, not for another one."""
    expect(
        seen.get("FooParent's __init__ ran") is True,
        "FooParent's __init__ did not run for this object / FooParent 的 __init__ 没有对这个对象运行",
        seen,
        "super().__init__()",
    )


@pytest.mark.cell("test_foo_child", weight=2)
def test_foo_child_runs_its_parents_init(student: Student) -> None:
    """FooChild is a FooParent with an __init__ of its own, which lets FooParent's __init__ run. / FooChild 继承 FooParent，有自己的 __init__，并在其中运行 FooParent 的 __init__。"""
    seen = look_at_child(student)
    expect(
        seen.get("is a FooParent") is True,
        "FooChild is no FooParent / FooChild 没有继承 FooParent",
        seen,
        "class FooChild(FooParent)",
    )
    expect(
        seen.get("an __init__ of its own") is True,
        "FooChild has no __init__ of its own / FooChild 没有自己的 __init__",
        seen,
        "def __init__(self)",
    )
    expect_parent_ran(seen)


@pytest.mark.cell("test_foo_child")
@pytest.mark.hidden
def test_foo_child_has_what_its_parent_sets(student: Student) -> None:
    """FooChild() has what FooParent's __init__ set when it ran, unchanged. / FooChild() 具有 FooParent 的 __init__ 运行时所设置的属性，且未被改动。"""
    seen = look_at_child(student)
    expect_parent_ran(seen)
    expect_text(seen.get("parent"), "PARENT!!")
    expect_number(seen.get("planted"), 1)


# --- Model ---------------------------------------------------------------------------------------------------------

LAYERS = """
def look(name):
    layer = getattr(net, name, None)
    return [layer.in_features, layer.out_features] if torch.nn.Linear in type(layer).__mro__ else None
[look(name) for name in ("linear1", "linear2", "output")] if torch.nn.Module in type(net).__mro__ else None
"""


def expect_layers(student: Student, n_in: int, n_out: int) -> None:
    """Expect the three Linear layers of Model(n_in, n_out) under the contract's names with the contract's sizes."""
    net = student.call("Model", n_in, n_out)
    seen = student.evaluate(LAYERS, net=net) if isinstance(net, Handle) else None
    expect(seen is not None, "not an nn.Module / 不是 nn.Module", net, "an nn.Module / 一个 nn.Module")
    wanted = [[n_in, 13], [13, 8], [8, n_out]]
    expect(isinstance(seen, list) and len(seen) == 3, "the layers cannot be looked at / 无法检查各层", seen, wanted)
    for name, found, right in zip(("linear1", "linear2", "output"), seen, wanted, strict=True):
        is_right = isinstance(found, list) and [describe(part) for part in found] == [describe(part) for part in right]
        text = f"nn.Linear({right[0]}, {right[1]})"
        expect(is_right, f"{name} is not as asked / {name} 不符合要求", found, text)


def expect_sizes(student: Student, n_in: int, n_out: int, **sizes: int) -> None:
    """Expect that Model(**sizes) has a weight for n_in features and one for n_out outputs, whatever they are called."""
    net = student.call("Model", **sizes)
    weights = [shape for _, shape, _ in parameters(student, net) if len(shape) == 2]
    for size in (n_in, n_out):
        is_there = any(size in shape for shape in weights)
        expect(is_there, f"no weight has {size} rows or columns / 没有哪个权重有 {size} 行或列", weights)


@pytest.mark.cell("test_model_init", weight=2)
def test_model_layers(student: Student) -> None:
    """Model is an nn.Module with linear1, linear2 and output, each an nn.Linear of the size asked for. / Model 是 nn.Module，含有 linear1、linear2、output，都是要求大小的 nn.Linear。"""
    expect_all(student, [lambda own=own: expect_layers(student, *own) for own in ((20, 3), (6, 5))])


@pytest.mark.cell("test_model_init")
def test_model_defaults(student: Student) -> None:
    """Model() has 10 features and 2 outputs. / Model() 默认 10 个特征、2 个输出。"""
    expect_sizes(student, 10, 2)


@pytest.mark.cell("test_model_init")
@pytest.mark.hidden
def test_model_keywords(student: Student) -> None:
    """Both sizes can be given by name, one without the other. / 两个参数都可以按名称传入，也可以只传一个。"""
    asks = [
        lambda: expect_sizes(student, 7, 4, in_features=7, out_features=4),
        lambda: expect_sizes(student, 7, 2, in_features=7),
        lambda: expect_sizes(student, 10, 6, out_features=6),
    ]
    expect_all(student, asks)


def expect_shapes(student: Student, net: Any, shapes: list[tuple[int, ...]]) -> dict[tuple[int, ...], str]:
    """Expect parameters of these shapes, whatever their names and order; return the last name of each shape."""
    found = parameters(student, net)
    sizes = sorted(shape for _, shape, _ in found)
    expect(sizes == sorted(shapes), "the shapes are others / 参数形状不对", sizes, sorted(shapes))
    return {shape: name for name, shape, _ in found}


def expect_count(student: Student, net: Any, count: int) -> None:
    """Expect this many trainable numbers in all parameters."""
    found = parameters(student, net)
    total = sum(int(torch.Size(shape).numel()) for _, shape, is_trained in found if is_trained)
    expect(total == count, f"{total} parameters / 共有 {total} 个参数", total, count)


@pytest.mark.cell("test_model_parameters", weight=2)
def test_model_parameter_shapes(student: Student) -> None:
    """The weights and biases have the shapes of 13, 8 and out units, whatever the layers are called. / 无论层名如何，权重与偏置的形状都对应 13、8 和 out 个神经元。"""
    sizes = ((20, 3), (6, 5))
    shapes = [list(model_shapes(*own).values()) for own in sizes]
    asks = [
        lambda own=own, wanted=wanted: expect_shapes(student, own_model(student, *own), wanted)
        for own, wanted in zip(sizes, shapes, strict=True)
    ]
    expect_all(student, asks)


@pytest.mark.cell("test_model_parameters")
def test_model_parameter_count(student: Student) -> None:
    """Model(20, 3) has 412 parameters that can be trained, Model(10, 2) 273. / Model(20, 3) 有 412 个可训练参数，Model(10, 2) 有 273 个。"""
    counts = {(20, 3): 412, (10, 2): 273}
    asks = [
        lambda own=own, count=count: expect_count(student, own_model(student, *own), count)
        for own, count in counts.items()
    ]
    expect_all(student, asks)


@pytest.mark.cell("test_model_forward", weight=5)
@pytest.mark.hidden
def test_model_values(student: Student, generator: torch.Generator) -> None:
    """With given weights the outputs are those of relu, sigmoid and softmax in this order. / 给定权重时，输出等于依次经过 relu、sigmoid、softmax 的结果。"""
    cases = []
    for n_in, n_out, n in ((20, 3, 11), (6, 5, 4), (13, 8, 3)):  # the last would show a skip connection
        seed = int(torch.randint(1 << 30, (), generator=generator))
        cases.append((n_in, n_out, torch.randn(n, n_in, generator=generator), seed))

    def forward(n_in: int, n_out: int, x: torch.Tensor, seed: int) -> tuple[Any, dict[str, torch.Tensor]]:
        net = own_model(student, n_in, n_out)
        weights = transplant(student, net, n_in, n_out, torch.Generator().manual_seed(seed))
        return student.call(net, x), weights

    found = student.gather_values([lambda case=case: forward(*case) for case in cases])
    for (n_in, _, x, _), (got, weights) in zip(cases, found, strict=True):
        expected = expected_forward(x.double(), weights).float()
        expect_values(got, expected, terms=n_in + 21, is_shape_free=False)


@pytest.mark.cell("test_model_forward", weight=2)
def test_model_rows_sum_to_one(student: Student) -> None:
    """Each row of the output holds probabilities that sum to 1. / 输出的每一行都是和为 1 的概率。"""
    got = student.call(own_model(student, 20, 3), torch.linspace(-2, 2, 140).reshape(7, 20))
    out = as_tensor(got)
    expect(
        out is not None and tuple(out.shape) == (7, 3) and not out.is_complex(),
        "not of shape (7, 3) / 形状不是 (7, 3)",
        got,
        "shape (7, 3)",
    )
    expect(bool(((out >= 0) & (out <= 1)).all()), "not all between 0 and 1 / 不全在 0 与 1 之间", got)
    expect_values(out.double().sum(dim=1).float(), torch.ones(7), terms=3)


@pytest.mark.cell("test_model_forward")
@pytest.mark.hidden
def test_model_row_alone(student: Student, generator: torch.Generator) -> None:
    """A row alone gives what it gives in a batch, of shape (1, classes), and x stays as it is. / 单独一行的结果与它在批中的结果相同，形状为 (1, 类别数)，且不修改 x。"""
    net = build_model(student, 20, 3)
    x = torch.randn(5, 20, generator=generator)
    alone = [lambda row=row: student.call(net, x[row : row + 1]) for row in (0, 3)]
    (batch, after), *rows = student.gather_values([lambda: student.call_and_watch(net, x), *alone])
    expect_unchanged(x, after[0])
    whole = as_tensor(batch)
    expect(whole is not None and whole.dim() == 2 and len(whole) == 5, "not one row each / 不是每个样本一行", batch)
    for row, got in zip((0, 3), rows, strict=True):
        expect_values(got, whole[row : row + 1].float(), terms=30, is_shape_free=False)


@pytest.mark.cell("test_model_forward")
def test_model_form(student: Student) -> None:
    """The output is float32 of shape (n, out_features). / 输出是形状为 (n, out_features) 的 float32。"""
    expect_form(student.call(own_model(student, 6, 5), torch.linspace(-1, 1, 24).reshape(4, 6)), (4, 5))


@pytest.mark.cell("test_model_forward")
@pytest.mark.hidden
def test_model_gradient(student: Student, generator: torch.Generator) -> None:
    """The output keeps its gradient: every parameter gets one, and so does x where it asks for one. / 输出保留梯度：每个参数都得到梯度，x 需要梯度时也一样。"""
    net, x = build_model(student, 20, 3), torch.randn(6, 20, generator=generator)
    expect_gradients(student.evaluate(GRADIENTS, net=net, x=x))


# --- error_without_super -------------------------------------------------------------------------------------------


@pytest.mark.cell("test_broken_model")
@pytest.mark.hidden
def test_error_name(student: Student) -> None:
    """error_without_super() names the exception that a model without super() raises. / error_without_super() 返回缺少 super() 时抛出的异常名称。"""
    got = student.call("error_without_super")
    try:
        expect_text(got, "AttributeError")
    except WrongAnswer as error:
        raise WrongAnswer(
            error.message, got, "try it, and look at type(error).__name__ / 试一试，看 type(error).__name__"
        ) from None


# --- count_parameters ----------------------------------------------------------------------------------------------


def expect_counted(student: Student, counts: dict[str, int]) -> None:
    """Expect these numbers from count_parameters, of networks built from these sources."""
    asks = [lambda net=net: student.call("count_parameters", student.evaluate(net)) for net in counts]
    for count, got in zip(counts.values(), student.gather_values(asks), strict=True):
        expect_number(got, count, rtol=0.0, atol=0.0)


@pytest.mark.cell("test_count_parameters", weight=2)
def test_count_plain_networks(student: Student) -> None:
    """Weights and biases of all layers are counted, for any module. / 统计任意模块所有层的权重与偏置。"""
    counts = {
        "nn.Sequential(nn.Linear(20, 13), nn.ReLU(), nn.Linear(13, 8), nn.Linear(8, 3))": 412,
        "nn.Sequential(nn.Sequential(nn.Linear(10, 13)), nn.Linear(13, 2))": 171,
        "nn.Linear(4, 3)": 15,
    }
    expect_counted(student, counts)


@pytest.mark.cell("test_count_parameters")
@pytest.mark.hidden
def test_count_other_modules(student: Student) -> None:
    """Layers without bias, other kinds of layers, and no layers at all are counted rightly. / 无偏置的层、其他类型的层、没有参数的模块都统计正确。"""
    counts = {
        "nn.Linear(6, 5, bias=False)": 30,
        "nn.Sequential(nn.Conv2d(2, 3, 4), nn.BatchNorm2d(3), nn.Embedding(7, 2))": 99 + 6 + 14,
        "nn.Sequential(nn.ReLU(), nn.Softmax(dim=1))": 0,
        "own = nn.Linear(2, 1)\nown.register_parameter('scale', nn.Parameter(torch.ones(3, 2)))\nown": 9,
    }
    expect_counted(student, counts)


@pytest.mark.cell("test_count_parameters")
@pytest.mark.hidden
def test_count_frozen(student: Student) -> None:
    """Frozen parameters are counted too. / 冻结的参数也要统计。"""
    expect_counted(student, {"nn.Sequential(nn.Linear(5, 4).requires_grad_(False), nn.Linear(4, 2))": 34})


SHARED_LAYER = """
shared = nn.Linear(3, 3)
nn.Sequential(shared, nn.Sequential(nn.ReLU(), shared), nn.Linear(3, 2))
"""
SHARED_WEIGHT = """
first, second = nn.Linear(4, 4), nn.Linear(4, 4)
second.weight = first.weight
nn.Sequential(first, nn.ReLU(), second)
"""

EQUAL_VALUES = """
first, second = nn.Linear(3, 3), nn.Linear(3, 3)
second.load_state_dict(first.state_dict())
nn.Sequential(first, nn.Tanh(), second, nn.Linear(1, 1))
"""
EQUAL_ONES = "nn.Sequential(nn.LayerNorm(3), nn.LayerNorm(3))"


@pytest.mark.cell("test_count_parameters")
@pytest.mark.hidden
def test_count_shared(student: Student) -> None:
    """A parameter counts once, however often it is used; two that hold equal numbers are still two. / 每个参数只统计一次，无论用几次；数值相等的两个参数仍是两个。"""
    expect_counted(student, {SHARED_LAYER: 20, SHARED_WEIGHT: 24, EQUAL_VALUES: 26, EQUAL_ONES: 12})


# --- predict -------------------------------------------------------------------------------------------------------

PREDICTOR = """
net = nn.Sequential(nn.Linear(4, 5), nn.Softmax(dim=1))
with torch.no_grad():
    net[0].weight.copy_(weight)
    net[0].bias.copy_(bias)
net
"""


def predictor(student: Student, generator: torch.Generator) -> tuple[Any, torch.Tensor, torch.Tensor]:
    """Return a network of ours with 4 features and 5 classes, an x of shape (23, 4), and the right classes."""
    weight, bias = torch.randn(5, 4, generator=generator), torch.randn(5, generator=generator)
    x = torch.randn(200, 4, generator=generator)
    z = x.double() @ weight.double().T + bias.double()
    top = z.topk(2, dim=1).values
    x, z = (part[(top[:, 0] - top[:, 1]) > 0.05][:23] for part in (x, z))
    return student.evaluate(PREDICTOR, weight=weight, bias=bias), x, z.argmax(dim=1)


@pytest.mark.cell("test_predict", weight=3)
def test_predict_most_likely(student: Student) -> None:
    """predict gives the class with the largest output of each row. / predict 返回每行输出最大的类别。"""
    x = torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9], [0.2, 0.3, 0.1]])
    expect_values(student.call("predict", student.evaluate("nn.Identity()"), x), torch.tensor([1, 0, 2, 1]))


@pytest.mark.cell("test_predict", weight=2)
@pytest.mark.hidden
def test_predict_with_a_network(student: Student, generator: torch.Generator) -> None:
    """predict gives the class that its network finds most likely, for any number of rows, and leaves x as it is. / predict 返回传入的网络认为最可能的类别，适用于任意行数，且不修改 x。"""
    net, x, classes = predictor(student, generator)
    asks = [lambda: student.call_and_watch("predict", net, x), lambda: student.call("predict", net, x[:1])]
    (got, after), alone = student.gather_values(asks)
    expect_values(got, classes)
    expect_values(alone, classes[:1])
    expect_unchanged(x, after[1])


@pytest.mark.cell("test_predict")
def test_predict_form(student: Student) -> None:
    """The classes are int64 of shape (n,), also where n is 1. / 类别是形状为 (n,) 的 int64，n 为 1 时也一样。"""
    net = student.evaluate("nn.Linear(3, 2)")
    asks = [lambda n=n: student.call("predict", net, torch.ones(n, 3)) for n in (6, 1)]
    for n, got in zip((6, 1), student.gather_values(asks), strict=True):
        expect_dtype(got, torch.int64)
        expect_shape(got, (n,))


# --- initial_0 -----------------------------------------------------------------------------------------------------

APPLY = """
held = list(net.parameters())
with torch.no_grad():
    for number, parameter in enumerate(held):
        parameter.fill_(number + 1.0)
nn.Module.apply(net, function)
now = list(net.parameters())
[[value.detach().clone() for value in now], [one is other and one.requires_grad for one, other in zip(held, now)]]
"""


def apply_initial_0(student: Student, *nets: str) -> Iterator[Any]:
    """Yield for each net what its parameters are after net.apply(initial_0), and whether they are still the same."""
    function = student.read("initial_0")
    asks = [lambda net=net: student.evaluate(f"net = {net}\n{APPLY}", function=function) for net in nets]
    yield from student.gather_values(asks)


def expect_applied(found: Any, zeroed: set[int], kept: set[int] = frozenset()) -> list[Any]:
    """Expect that net.apply(initial_0) set these parameters to 0 and kept those; parameter k was filled with k + 1.

    Return for each parameter whether it is still the same one, and trainable.
    """
    if not (isinstance(found, list) and len(found) == 2 and all(isinstance(part, list) for part in found)):
        raise WrongAnswer("the parameters cannot be read / 无法读取参数", found)
    values, is_same = found
    expect(len(values) > max(zeroed | kept), "parameters are missing / 缺少参数", len(values))
    for number in sorted(zeroed | kept):
        tensor = expect_tensor(values[number])
        expect_values(tensor, torch.full(tensor.shape, 0.0 if number in zeroed else number + 1.0))
    return list(is_same)


@pytest.mark.cell("test_initial_0", weight=2)
def test_initial_0_weights(student: Student) -> None:
    """After net.apply(initial_0) every Linear's weight is 0, and every bias as before. / net.apply(initial_0) 之后，每个 Linear 的权重为 0，偏置不变。"""
    deep = "nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Sequential(nn.Linear(4, 2)))"
    found = apply_initial_0(student, "nn.Linear(3, 2)", deep)
    expect_applied(next(found), {0}, {1})
    expect_applied(next(found), {0, 2}, {1, 3})


OTHER_LAYERS = """nn.Sequential(
    nn.Linear(2, 2),
    nn.Conv1d(1, 2, 3), nn.Conv2d(1, 2, 2), nn.ConvTranspose1d(1, 1, 2),
    nn.BatchNorm1d(2), nn.LayerNorm(2), nn.GroupNorm(1, 2),
    nn.Embedding(3, 2), nn.Bilinear(2, 2, 1), nn.PReLU(), nn.RNN(2, 2), nn.GRU(2, 1),
)"""


@pytest.mark.cell("test_initial_0")
@pytest.mark.hidden
def test_initial_0_other_layers(student: Student) -> None:
    """Next to a Linear, whose weight becomes 0, layers of other kinds keep all their parameters. / Linear 的权重变为 0，而其他类型的层保留全部参数。"""
    expect_applied(next(apply_initial_0(student, OTHER_LAYERS)), {0}, set(range(2, 26)))


@pytest.mark.cell("test_initial_0")
@pytest.mark.hidden
def test_initial_0_subclasses(student: Student) -> None:
    """The weight of a subclass of Linear becomes 0 too, and so does that of a Linear without bias. / Linear 的子类、没有偏置的 Linear，其权重也都变为 0。"""
    net = "nn.Sequential(type('Own', (nn.Linear,), {})(3, 2), nn.Linear(2, 2, bias=False))"
    expect_applied(next(apply_initial_0(student, net)), {0, 2})


@pytest.mark.cell("test_initial_0")
@pytest.mark.hidden
def test_initial_0_same_parameters(student: Student) -> None:
    """The weights become 0 inside the same parameters, which can still be trained. / 改的是原来那些参数里的数，它们仍可训练。"""
    net = "nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 4))"
    is_same = expect_applied(next(apply_initial_0(student, net)), {0, 2})
    expect(
        len(is_same) == 4 and all(part is True for part in is_same),
        "a parameter was replaced or frozen / 参数被替换或冻结了",
        is_same,
        "the same nn.Parameter, requires_grad / 原来的 nn.Parameter，仍可训练",
    )


# --- manual_forward ------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_manual_forward", weight=3)
def test_manual_forward_values(student: Student) -> None:
    """manual_forward gives what the Model with these parameters gives. / manual_forward 与使用这些参数的 Model 结果相同。"""
    generator = torch.Generator().manual_seed(9)
    weights = random_weights(model_shapes(20, 3), generator)
    x = torch.rand(5, 20, generator=generator)
    expect_values(
        student.call("manual_forward", x, weights),
        expected_forward(x.double(), weights).float(),
        terms=41,
        is_shape_free=False,
    )


@pytest.mark.cell("test_manual_forward", weight=3)
@pytest.mark.hidden
def test_manual_forward_any_size(student: Student, generator: torch.Generator) -> None:
    """The values are right for other sizes of every layer and for one row too, and x and the parameters stay as they are. / 各层为其他大小或只有一行时结果也正确，且不修改 x 与参数。"""
    sizes = ((7, 4, 10, 6), (3, 2, 5, 11))
    cases = []
    for own, n in zip(sizes, (9, 1), strict=True):
        weights = random_weights(model_shapes(*own), generator)
        cases.append((torch.randn(n, own[0], generator=generator) * 2, weights))
    found = student.gather_values([lambda case=case: student.call_and_watch("manual_forward", *case) for case in cases])
    for (n_in, _, n_1, n_2), (x, weights), (got, after) in zip(sizes, cases, found, strict=True):
        expect_values(got, expected_forward(x.double(), weights).float(), terms=n_in + n_1 + n_2, is_shape_free=False)
        expect_unchanged(x, after[0])
        kept = after[1] if isinstance(after[1], dict) else {}
        for name, value in weights.items():
            expect_unchanged(value, kept.get(name))


@pytest.mark.cell("test_manual_forward")
def test_manual_forward_form(student: Student) -> None:
    """The result is float32 of shape (n, out). / 结果是形状为 (n, out) 的 float32。"""
    weights = random_weights(model_shapes(20, 3), torch.Generator().manual_seed(10))
    expect_form(student.call("manual_forward", torch.linspace(0, 1, 80).reshape(4, 20), weights), (4, 3))


# --- MLP -----------------------------------------------------------------------------------------------------------


def mlp_shapes(sizes: list[int]) -> list[tuple[int, ...]]:
    """Return the shapes of the weight and the bias between any two sizes."""
    return [shape for n_in, n_out in pairwise(sizes) for shape in ((n_out, n_in), (n_out,))]


Filling = dict[tuple[int, ...], torch.Tensor]  # parameters of one shape are filled alike: their order is free


def ask_mlp(
    student: Student, sizes: list[int], kwargs: dict[str, str], filling: Filling, x: torch.Tensor
) -> tuple[Any, Filling]:
    """Return what MLP(sizes, ...) gives for x with these parameters, and those that it really has.

    A missing bias counts as 0: it costs points elsewhere.
    """
    net = student.call("MLP", sizes, **kwargs)
    found = parameters(student, net)
    shapes = {shape for _, shape, _ in found}
    for shape in filling:
        expect(
            len(shape) == 1 or shape in shapes, f"no weight of shape {shape} / 没有形状为 {shape} 的权重", list(shapes)
        )
    own = {shape: value if shape in shapes else torch.zeros(shape) for shape, value in filling.items()}
    student.evaluate(TRANSPLANT, net=net, weights={name: own[shape] for name, shape, _ in found if shape in own})
    student.call(net, x + 1)  # what it gave for other numbers is no answer to these
    return student.call(net, x), own


def expected_mlp(sizes: list[int], filling: Filling, x: torch.Tensor, hidden: str) -> torch.Tensor:
    """Return the outputs of an MLP with these parameters."""
    z = x.double()
    for number, (n_in, n_out) in enumerate(pairwise(sizes)):
        z = (HIDDEN[hidden](z) if number else z) @ filling[n_out, n_in].double().T + filling[n_out,].double()
    return torch.softmax(z, dim=1).float()


def expect_mlps(student: Student, generator: torch.Generator, asked: list[tuple[list[int], int, str | None]]) -> None:
    """Expect each MLP of these (sizes, number of rows, hidden or None for the default) to give the right outputs."""
    cases = []
    for sizes, n, hidden in asked:
        filling = {shape: torch.randn(shape, generator=generator) * 0.8 for shape in mlp_shapes(sizes)}
        kwargs = {} if hidden is None else {"hidden": hidden}
        cases.append((sizes, kwargs, filling, torch.randn(n, sizes[0], generator=generator)))
    found = student.gather_values([lambda case=case: ask_mlp(student, *case) for case in cases])
    for (sizes, kwargs, _, x), (got, own) in zip(cases, found, strict=True):
        expected = expected_mlp(sizes, own, x, kwargs.get("hidden", "relu"))
        expect_values(got, expected, terms=4 * sum(sizes), is_shape_free=False)


@pytest.mark.cell("test_mlp", weight=2)
def test_mlp_parameters(student: Student) -> None:
    """MLP has one weight and one bias between any two sizes, all registered, and leaves sizes as it is. / MLP 在每两个相邻大小之间有一个权重和一个偏置，且都已注册，不修改 sizes。"""

    def look(sizes: list[int]) -> None:
        net, after = student.call_and_watch("MLP", sizes)
        expect_shapes(student, net, mlp_shapes(sizes))
        expect(describe(after[0]) == describe(sizes), "MLP changed sizes / MLP 修改了 sizes", after[0], sizes)

    asked = ([20, 13, 8, 3], [4, 3], [5, 7, 7, 7, 2])
    expect_all(student, [lambda sizes=sizes: look(sizes) for sizes in asked])


@pytest.mark.cell("test_mlp", weight=3)
@pytest.mark.hidden
def test_mlp_relu(student: Student, generator: torch.Generator) -> None:
    """With relu, the default, the outputs are right for any depth, also where neighbouring sizes are equal. / 默认使用 relu，任意深度都正确，相邻大小相等时也一样。"""
    asked = [([6, 9, 5, 3], 8, None), ([4, 3], 2, None), ([3, 8, 7, 6, 5, 2], 1, "relu"), ([6, 6, 6, 4, 4], 5, None)]
    expect_mlps(student, generator, asked)


@pytest.mark.cell("test_mlp", weight=3)
@pytest.mark.hidden
def test_mlp_other_activations(student: Student, generator: torch.Generator) -> None:
    """With sigmoid, tanh or identity for hidden the outputs are right. / hidden 为 sigmoid、tanh 或 identity 时，输出正确。"""
    expect_mlps(student, generator, [([5, 8, 6, 3], 7, hidden) for hidden in ("sigmoid", "tanh", "identity")])


UNKNOWN = ("swish", "exp", "abs", "sin", "relu6", "leaky_relu", "logsigmoid", "softmax", "step", "linear", "tan", "")


@pytest.mark.cell("test_mlp")
def test_mlp_unknown(student: Student) -> None:
    """Any other name for hidden is a ValueError when the MLP is built. / hidden 为其他名字时，建立 MLP 时抛出 ValueError。"""
    for got in student.gather([lambda name=name: student.call("MLP", [4, 5, 3], hidden=name) for name in UNKNOWN]):
        expect_raised(got, "ValueError")


@pytest.mark.cell("test_mlp")
def test_mlp_form(student: Student) -> None:
    """The output is float32 of shape (n, sizes[-1]). / 输出是形状为 (n, sizes[-1]) 的 float32。"""
    net = student.call("MLP", [6, 5, 4])
    expect_form(student.call(net, torch.linspace(-1, 1, 18).reshape(3, 6)), (3, 4))


@pytest.mark.cell("test_mlp")
@pytest.mark.hidden
def test_mlp_gradient(student: Student, generator: torch.Generator) -> None:
    """The output keeps its gradient: the parameters of every layer get one, and so does x where it asks for one. / 输出保留梯度：每一层的参数都得到梯度，x 需要梯度时也一样。"""
    x = torch.randn(6, 5, generator=generator)
    asks = [
        lambda hidden=hidden: student.evaluate(GRADIENTS, net=student.call("MLP", [5, 8, 6, 3], hidden=hidden), x=x)
        for hidden in ("relu", "sigmoid")
    ]
    for without in student.gather_values(asks):
        expect_gradients(without)


SIDE_BY_SIDE = """
first = cls([5, 8, 6, 3], hidden="tanh")
alone = [first(x), first(x)]
others = [cls([5, 8, 6, 3], hidden="sigmoid"), cls([5, 4, 9, 3])]
asked = [other(x) for other in others]
[*alone, first(x)]
"""


@pytest.mark.cell("test_mlp")
@pytest.mark.hidden
def test_mlp_side_by_side(student: Student, generator: torch.Generator) -> None:
    """An MLP gives the same as before once others with another hidden are built and used. / 建立并使用 hidden 不同的其他 MLP 之后，原来的 MLP 结果不变。"""
    x = torch.randn(6, 5, generator=generator) * 4
    found = student.evaluate(SIDE_BY_SIDE, cls=student.read("MLP"), x=x)
    once, again, after = found if isinstance(found, list) and len(found) == 3 else (None, None, None)
    expect(as_tensor(once) is not None, "these are no numbers / 返回的不是数值", once)
    if describe(once) == describe(again):  # otherwise nobody can tell whether it was the others
        expect_values(after, as_tensor(once))
