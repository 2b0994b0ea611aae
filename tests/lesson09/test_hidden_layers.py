"""Grades hidden_layers.ipynb: what the hidden activation does, and what it takes to solve XOR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pytest
import torch

from autograder.suite import (
    Handle,
    Student,
    StudentRaised,
    WrongAnswer,
    as_number,
    as_tensor,
    expect,
    expect_dtype,
    expect_mapping,
    expect_raised,
    expect_shape,
    expect_unchanged,
    expect_values,
)

FOUR = torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
XOR = torch.tensor([0.0, 1.0, 1.0, 0.0])
W_AND = torch.tensor([-0.2, 0.15, 0.15], dtype=torch.float64)
W_OR = torch.tensor([-0.08, 0.15, 0.15], dtype=torch.float64)
W_NAND = torch.tensor([0.23, -0.15, -0.15], dtype=torch.float64)
ACTIVATIONS = {
    "identity": lambda z: z,
    "step": lambda z: (z >= 0).to(z.dtype),
    "sigmoid": torch.sigmoid,
    "relu": lambda z: z.clamp(min=0),
    "tanh": torch.tanh,
}


# --- what the tests share ------------------------------------------------------------------------------------------


def expected_network(X: torch.Tensor, hidden: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (labels float32 (n,), whether each is clear of rounding) of the lesson's XOR network, in float64."""
    X, h = X.double(), ACTIVATIONS[hidden]
    z_nand, z_or = X @ W_NAND, X @ W_OR
    layer = torch.stack([torch.ones(len(X), dtype=torch.float64), h(z_nand), h(z_or)], dim=1)
    z = layer @ W_AND
    margin = 1e-5 * (1 + X.abs().sum(dim=1))
    is_clear = z.abs() > margin
    if hidden == "step":
        is_clear = is_clear & (z_nand.abs() > margin) & (z_or.abs() > margin)
    return (z >= 0).float(), is_clear


def expect_labels(student: Student, *asked: tuple[torch.Tensor, str, str, torch.Tensor]) -> None:
    """Expect the network's labels for each (rows, hidden, output, right labels)."""
    asks = [lambda a=rest: student.call("xor_network", *a) for *rest, _ in asked]
    for (*_, labels), got in zip(asked, student.gather_values(asks), strict=True):
        expect_values(got, labels)


def expect_network(student: Student, generator: torch.Generator, hidden: Sequence[str], output: str) -> None:
    """Expect the student's labels on the rows that rounding cannot change, for each of these hidden activations."""
    asked = []
    for name in hidden:
        X = wide_rows(generator)
        labels, is_clear = expected_network(X, name)
        asked.append((X[is_clear], name, labels[is_clear]))
    found = student.gather(
        [lambda X=X, name=name: student.call("xor_network", X, name, output) for X, name, _ in asked]
    )
    for (X, name, labels), got in zip(asked, found, strict=True):
        if has_no_labels(got, len(X)):  # how many rows there are is what another test asks
            found_in_fours = ask_in_fours(student, X, name, output)
            expect_values(got_or_raise(got) if found_in_fours is None else found_in_fours, labels)
        else:
            expect_values(got_or_raise(got), labels)


def has_no_labels(got: Any, n: int) -> bool:
    """Whether the network raised, or gave something else than a number for each of n rows."""
    if isinstance(got, Exception):
        return isinstance(got, StudentRaised)
    labels = as_tensor(got)
    return labels is None or labels.numel() != n


def got_or_raise(got: Any) -> Any:
    if isinstance(got, Exception):
        raise got
    return got


def ask_in_fours(student: Student, X: torch.Tensor, hidden: str, output: str) -> torch.Tensor | None:
    """Return the labels of rows that are asked four at a time; None where there are none for some."""
    fours = torch.cat([X, X[-1:].expand(-len(X) % 4, -1)]).split(4)
    found = student.gather([lambda four=four: student.call("xor_network", four, hidden, output) for four in fours])
    if any(has_no_labels(got, 4) or isinstance(got, Exception) for got in found):
        return None
    labels = [as_tensor(got) for got in found]
    return torch.cat([part.reshape(-1) for part in labels if part is not None])[: len(X)]


def wide_rows(generator: torch.Generator) -> torch.Tensor:
    """Return 602 float32 rows (1, x1, x2) with x1 + x2 evenly from -15 to 15, and once more closer from 0 to 2.

    The lesson's neurons see nothing of a row but this sum. Step gives both labels in the range, and so does relu; the
    other hidden activations give 0 for every row there is.
    """
    total = torch.cat([torch.linspace(-15, 15, 401), torch.linspace(0, 2, 201)])
    x1 = (torch.rand(len(total), generator=generator) - 0.5) * 20
    return torch.stack([torch.ones(len(total)), x1, total - x1], dim=1)


def two_parts(value: object) -> tuple[object, object]:
    """Return (W, b) of what collapse gave back."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise WrongAnswer("not two results / 返回的不是两个结果", value, "(W, b)")
    return value[0], value[1]


# --- layer ---------------------------------------------------------------------------------------------------------

SMALL = (
    torch.tensor([[1.0, -2.0, 0.5], [0.0, 1.0, 1.0]]),
    torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.5, 1.0, -1.0, 0.0], [2.0, 2.0, 0.0, 4.0]]),
    torch.tensor([[-1.0], [0.5]]),
)


def random_layer(
    generator: torch.Generator, n_out: int, n_in: int, m: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return W (n_out, n_in), x (n_in, m), b (n_out, 1), float32."""
    shapes = ((n_out, n_in), (n_in, m), (n_out, 1))
    W, x, b = (torch.randn(shape, generator=generator) for shape in shapes)
    return W, x, b


def expect_layers(student: Student, asked: list[tuple[tuple[torch.Tensor, ...], str]]) -> None:
    """Expect h(W @ x + b) for each ((W, x, b), h); where h is the step, only on z that rounding cannot turn."""
    clear = []
    for (W, x, b), h in asked:
        z = W.double() @ x.double() + b.double()
        near = z.abs().min(dim=1, keepdim=True).values < 1e-4
        clear.append((W, x, torch.where(near, b + 0.01, b) if h == "step" else b, h))
    found = student.gather_values([lambda inputs=inputs: student.call("layer", *inputs) for inputs in clear])
    for (W, x, b, h), got in zip(clear, found, strict=True):
        expected = ACTIVATIONS[h](W.double() @ x.double() + b.double()).float()
        expect_values(got, expected, terms=W.shape[1] + 1)


def expect_small_layer(got: object) -> None:
    """Expect the small layer's values with the identity, which is nothing but W @ x + b."""
    W, x, b = SMALL
    expect_values(got, W @ x + b, terms=4)


@pytest.mark.cell("test_layer", weight=3)
def test_layer_on_a_small_example(student: Student) -> None:
    """layer(W, x, b, h) is h(W @ x + b). / layer(W, x, b, h) 等于 h(W @ x + b)。"""
    expect_small_layer(student.call("layer", *SMALL, "identity"))


@pytest.mark.cell("test_layer", weight=4)
@pytest.mark.hidden
def test_layer_every_activation(student: Student, generator: torch.Generator) -> None:
    """layer applies the activation that is named: identity, step, sigmoid, relu, tanh. / layer 使用所指定的激活函数。"""
    asked = [(random_layer(generator, 5, 4, 30), h) for h in ACTIVATIONS]
    small = [random_layer(generator, 5, 4, 30) for _ in ACTIVATIONS]  # z as small as the lesson's own, and smaller
    asked += [((W * 0.05, x, b * 0.05), h) for (W, x, b), h in zip(small, ACTIVATIONS, strict=True)]
    expect_layers(student, asked)


@pytest.mark.cell("test_layer", weight=2)
@pytest.mark.hidden
def test_layer_any_size(student: Student, generator: torch.Generator) -> None:
    """layer works for one unit, one sample, and for more or as many units as inputs. / 单个神经元、单个样本、神经元多于或等于输入时 layer 都正确。"""
    sizes = ((1, 5, 3), (4, 2, 1), (1, 1, 1), (7, 3, 11), (3, 3, 3), (3, 3, 3), (4, 4, 6))
    expect_layers(student, [(random_layer(generator, *size), "identity") for size in sizes])


@pytest.mark.cell("test_layer", weight=2)
def test_layer_step_at_zero(student: Student) -> None:
    """The step of a layer is 1 where z is exactly 0. / z 恰为 0 时，阶跃函数取 1。"""
    W, b = torch.tensor([[1.0, 1.0], [2.0, -1.0]]), torch.tensor([[-1.0], [0.0]])
    x = torch.tensor([[1.0, 0.5, 0.0], [0.0, 0.25, 2.0]])
    expect_values(student.call("layer", W, x, b, "step"), torch.tensor([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]))


# Functions of torch, of its parts and of tensors, names that hold a known one or begin with it, and no name at all.
UNKNOWN = (
    "swish", "", "exp", "abs", "sin", "neg", "logsigmoid", "relu6", "softmax", "softplus", "hardtanh", "leaky_relu",
    "identity2", "steps", "sigmoid ", "relu_", "atanh", "ReLU", "Step", "no step", "id", "s", "forward", "linear",
)  # fmt: skip


@pytest.mark.cell("test_layer", weight=2)
@pytest.mark.hidden
def test_layer_unknown_activation(student: Student) -> None:
    """A known name works, and any other is a ValueError. / 已知的名字可用，其他任何名字都应抛出 ValueError。"""
    known, *unknown = student.gather([lambda h=h: student.call("layer", *SMALL, h) for h in ("identity", *UNKNOWN)])
    if isinstance(known, Exception):
        raise known
    for got in unknown:
        expect_raised(got, "ValueError")


@pytest.mark.cell("test_layer")
@pytest.mark.hidden
def test_layer_form(student: Student, generator: torch.Generator) -> None:
    """layer gives float32 of shape (n_out, m) and leaves W, x and b as they are. / layer 返回形状为 (n_out, m) 的 float32，且不修改输入。"""
    sizes = [(3, 2, 5)] * len(ACTIVATIONS) + [(1, 3, 4), (4, 2, 1)]
    asked = [
        (*random_layer(generator, *size), h) for size, h in zip(sizes, [*ACTIVATIONS, "relu", "step"], strict=True)
    ]
    found = student.gather_values([lambda inputs=inputs: student.call_and_watch("layer", *inputs) for inputs in asked])
    for (*inputs, _), (got, after) in zip(asked, found, strict=True):
        expect_dtype(got, torch.float32)
        expect_shape(got, (inputs[0].shape[0], inputs[1].shape[1]))
        for before, now in zip(inputs, after, strict=False):
            expect_unchanged(before, now)


# --- xor_network ---------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_xor_network", weight=3)
def test_network_with_step_solves_xor(student: Student) -> None:
    """With the step in the hidden layer the network solves XOR. / 隐藏层使用阶跃函数时，网络能解决 XOR。"""
    expect_values(student.call("xor_network", FOUR, "step", "step"), XOR)


def expect_four(student: Student, output: str) -> None:
    """Expect XOR of the four points with the step in the hidden layer, and only 0s with anything else."""
    others = [(FOUR, hidden, output, torch.zeros(4)) for hidden in ("identity", "sigmoid", "relu", "tanh")]
    expect_labels(student, (FOUR, "step", output, XOR), *others)


@pytest.mark.cell("test_xor_network", weight=3)
@pytest.mark.hidden
def test_network_without_step_fails(student: Student) -> None:
    """Step solves XOR; with identity, sigmoid, relu or tanh these weights give four 0s. / 阶跃函数能解决 XOR；换成其他激活函数后，这组权重对四个点都输出 0。"""
    expect_four(student, "step")


@pytest.mark.cell("test_xor_network", weight=3)
@pytest.mark.hidden
def test_network_output_sigmoid(student: Student) -> None:
    """A sigmoid at the output changes none of these labels. / 输出层换成 sigmoid，这些标签都不变。"""
    expect_four(student, "sigmoid")


@pytest.mark.cell("test_xor_network", weight=4)
@pytest.mark.hidden
def test_network_on_real_rows(student: Student, generator: torch.Generator) -> None:
    """The labels follow the lesson's weights on any real rows, for each hidden activation. / 对任意实数输入和每种隐藏层激活函数，标签都符合本课的权重。"""
    expect_network(student, generator, list(ACTIVATIONS), "step")


@pytest.mark.cell("test_xor_network", weight=2)
@pytest.mark.hidden
def test_network_on_real_rows_with_sigmoid_output(student: Student, generator: torch.Generator) -> None:
    """The same holds with a sigmoid at the output. / 输出层为 sigmoid 时同样成立。"""
    expect_network(student, generator, ("step", "relu"), "sigmoid")


@pytest.mark.cell("test_xor_network", weight=3)
@pytest.mark.hidden
def test_network_any_number_of_rows(student: Student, generator: torch.Generator) -> None:
    """The network works for one row and for many, in any order. / 网络适用于任意行数、任意行序。"""
    orders = ([1], [3, 0, 2], [2, 3, 1, 0], torch.randint(0, 4, (257,), generator=generator))
    expect_labels(student, *((FOUR[order], "step", "step", XOR[order]) for order in orders))


@pytest.mark.cell("test_xor_network", weight=2)
@pytest.mark.hidden
def test_network_form(student: Student, generator: torch.Generator) -> None:
    """Labels are 0 or 1, float32 of shape (n,), and X stays as it is. / 标签是 0 或 1，为形状 (n,) 的 float32，且不修改 X。"""
    asked = [
        (FOUR[torch.randint(0, 4, (n,), generator=generator)], "step", output)
        for n, output in ((4, "step"), (4, "sigmoid"), (6, "step"), (6, "sigmoid"), (1, "step"))
    ]
    watched = student.gather([lambda inputs=inputs: student.call_and_watch("xor_network", *inputs) for inputs in asked])
    for (rows, *_), found in zip(asked, watched, strict=True):
        got = found if isinstance(found, Exception) else found[0]
        if len(rows) != 4 and has_no_labels(got, len(rows)):
            continue  # whether there is a label for each row is what other tests ask
        _, after = got_or_raise(found)
        expect_dtype(got, torch.float32)
        expect_shape(got, (len(rows),))
        labels = as_tensor(got)
        expect(
            labels is not None and bool(((labels == 0) | (labels == 1)).all()),
            "not only 0 and 1 / 不全是 0 和 1",
            got,
            "0.0 or 1.0",
        )
        expect_unchanged(rows, after[0])


# --- verdict -------------------------------------------------------------------------------------------------------


def expect_verdict(student: Student, hidden: str, output: str, is_solved: bool) -> None:
    """Expect the dict's entry; what another entry says does not matter."""
    table = student.read("verdict")
    if isinstance(table, Handle):  # another mapping, as a dict
        table = student.evaluate("dict(table) if hasattr(table, 'keys') else table", table=table)
    table = expect_mapping(table)
    key = (hidden, output)
    if key not in table:
        raise WrongAnswer(f"{key} is not in verdict / verdict 中没有 {key}", table, "True or False for it")
    number = as_number(table[key])
    # The right entry is not shown: it would be the answer.
    expect(
        number is not None and number == float(is_solved),
        f"the entry for {key} is wrong / {key} 的判断不对",
        table[key],
    )


@pytest.mark.cell("test_verdict")
@pytest.mark.hidden
def test_verdict_step_step(student: Student) -> None:
    """Step hidden, step output: does it solve XOR? / 隐藏层阶跃、输出层阶跃：能否解决 XOR？"""
    expect_verdict(student, "step", "step", True)


@pytest.mark.cell("test_verdict")
@pytest.mark.hidden
def test_verdict_identity_step(student: Student) -> None:
    """Identity hidden, step output: does it solve XOR? / 隐藏层恒等、输出层阶跃：能否解决 XOR？"""
    expect_verdict(student, "identity", "step", False)


@pytest.mark.cell("test_verdict")
@pytest.mark.hidden
def test_verdict_sigmoid_step(student: Student) -> None:
    """Sigmoid hidden, step output, with these weights: does it solve XOR? / 隐藏层 sigmoid、输出层阶跃（本课权重）：能否解决 XOR？"""
    expect_verdict(student, "sigmoid", "step", False)


@pytest.mark.cell("test_verdict")
@pytest.mark.hidden
def test_verdict_step_sigmoid(student: Student) -> None:
    """Step hidden, sigmoid output: does it solve XOR? / 隐藏层阶跃、输出层 sigmoid：能否解决 XOR？"""
    expect_verdict(student, "step", "sigmoid", True)


# --- collapse ------------------------------------------------------------------------------------------------------


def random_pair(generator: torch.Generator, n_in: int, n_hidden: int, n_out: int) -> list[torch.Tensor]:
    """Return W1 (n_hidden, n_in), b1 (n_hidden, 1), W2 (n_out, n_hidden), b2 (n_out, 1), float32."""
    shapes = ((n_hidden, n_in), (n_hidden, 1), (n_out, n_hidden), (n_out, 1))
    return [torch.randn(shape, generator=generator) for shape in shapes]


@pytest.mark.cell("test_collapse", weight=3)
def test_collapse_weights(student: Student) -> None:
    """W is the product of the two weight matrices, in the right order. / W 是两个权重矩阵按正确顺序的乘积。"""
    W1 = torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]])
    W2 = torch.tensor([[1.0, 1.0], [2.0, 0.0], [0.0, 3.0], [-1.0, 1.0]])
    W, _ = two_parts(student.call("collapse", W1, torch.zeros(2, 1), W2, torch.zeros(4, 1)))
    expect_values(W, W2 @ W1, terms=2)


@pytest.mark.cell("test_collapse", weight=3)
def test_collapse_bias(student: Student) -> None:
    """b holds what the second layer makes of the first bias, and its own bias. / b 包含第二层对第一层偏置的作用，加上自己的偏置。"""
    W1, b1 = torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]]), torch.tensor([[1.0], [-2.0]])
    W2, b2 = torch.tensor([[1.0, 1.0], [2.0, 0.0], [0.0, 3.0], [-1.0, 1.0]]), torch.tensor([[0.5], [1.0], [2.0], [4.0]])
    _, b = two_parts(student.call("collapse", W1, b1, W2, b2))
    expect_values(b, W2 @ b1 + b2, terms=3)


@pytest.mark.cell("test_collapse", weight=4)
@pytest.mark.hidden
def test_collapse_is_equal_to_two_layers(student: Student, generator: torch.Generator) -> None:
    """For any x the one layer gives what the two give. / 对任意 x，合并后的一层与原来两层的结果相同。"""
    pairs = [random_pair(generator, *sizes) for sizes in ((3, 5, 2), (4, 2, 6), (2, 3, 1), (3, 3, 3), (3, 3, 3))]
    found = student.gather_values([lambda pair=pair: student.call("collapse", *pair) for pair in pairs])
    for (W1, b1, W2, b2), got in zip(pairs, found, strict=True):
        W, b = two_parts(got)
        expect_values(W, (W2.double() @ W1.double()).float(), terms=8 * len(W1))
        expect_values(b, (W2.double() @ b1.double() + b2.double()).float(), terms=8 * len(W1))


@pytest.mark.cell("test_collapse")
@pytest.mark.hidden
def test_collapse_form(student: Student, generator: torch.Generator) -> None:
    """W is float32 (n_out, n_in), b is float32 (n_out, 1), and the inputs stay. / W 为 (n_out, n_in)、b 为 (n_out, 1) 的 float32，且不修改输入。"""
    pairs = [random_pair(generator, *sizes) for sizes in ((3, 5, 2), (4, 2, 1))]
    found = student.gather_values([lambda pair=pair: student.call_and_watch("collapse", *pair) for pair in pairs])
    for inputs, (got, after) in zip(pairs, found, strict=True):
        W, b = two_parts(got)
        n_in, n_out = inputs[0].shape[1], inputs[2].shape[0]
        for part, shape in ((W, (n_out, n_in)), (b, (n_out, 1))):
            expect_dtype(part, torch.float32)
            expect_shape(part, shape)
        for before, now in zip(inputs, after, strict=False):
            expect_unchanged(before, now)


# --- sigmoid_evidence ----------------------------------------------------------------------------------------------


def evidence() -> torch.Tensor:
    """Return the output neuron's z for the four points with sigmoid hidden units, float64 (4,)."""
    X = FOUR.double()
    hidden = torch.stack(
        [torch.ones(4, dtype=torch.float64), torch.sigmoid(X @ W_NAND), torch.sigmoid(X @ W_OR)], dim=1
    )
    return hidden @ W_AND


@pytest.mark.cell("test_sigmoid_evidence", weight=2)
def test_evidence_is_below_zero(student: Student) -> None:
    """The four z lie just below 0, so every label is 0. / 四个 z 都略小于 0，因此标签全为 0。"""
    got = student.call("sigmoid_evidence")
    z = as_tensor(got)
    is_below = z is not None and z.numel() == 4 and not z.is_complex() and bool(((z < 0) & (z > -0.1)).all())
    expect(is_below, "not four numbers just below 0 / 不是四个略小于 0 的数", got)


@pytest.mark.cell("test_sigmoid_evidence", weight=5)
@pytest.mark.hidden
def test_evidence_values(student: Student) -> None:
    """They are the output neuron's z, point by point, before the step. / 它们是输出神经元在阶跃之前的 z，逐点对应。"""
    got = student.call("sigmoid_evidence")
    expect_values(got, evidence().float(), terms=3)
    # The four differ by as little as 4e-6, so that the usual tolerance would take any order of them.
    z = as_tensor(got)
    is_near = z is not None and float((z.reshape(4).double() - evidence()).abs().max()) < 1e-6
    expect(is_near, "not these four values / 不是这四个值", got, evidence().float())


@pytest.mark.cell("test_sigmoid_evidence")
def test_evidence_form(student: Student) -> None:
    """sigmoid_evidence() is float32 of shape (4,). / sigmoid_evidence() 是形状为 (4,) 的 float32。"""
    got = student.call("sigmoid_evidence")
    expect_dtype(got, torch.float32)
    expect_shape(got, (4,))


# --- rescue --------------------------------------------------------------------------------------------------------


def three_weights(student: Student) -> list[object]:
    """Return the three weights of rescued_weights(), in whatever container."""
    got = student.call("rescued_weights")
    if isinstance(got, (torch.Tensor, numpy.ndarray)) and tuple(got.shape) == (3, 3):
        return list(got)
    if not isinstance(got, (tuple, list)) or len(got) != 3:
        raise WrongAnswer("not three weights / 返回的不是三组权重", got, "(w_nand, w_or, w_and)")
    return list(got)


@pytest.mark.cell("test_rescue", weight=4)
def test_rescue_solves_xor(student: Student) -> None:
    """With your weights, sigmoid hidden units and a step output solve XOR. / 使用你的权重，sigmoid 隐藏层与阶跃输出能解决 XOR。"""
    weights = []
    for value in three_weights(student):
        w = as_tensor(value)
        if w is None or w.numel() != 3 or w.is_complex() or not bool(torch.isfinite(w).all()):
            raise WrongAnswer("not three numbers / 不是三个数", value, "[b, w1, w2]")
        weights.append(w.reshape(3).float())
    # In float32, as every network of the lesson runs: who tried the weights out saw these labels.
    hidden = torch.stack([torch.ones(4), *(torch.sigmoid(FOUR @ w) for w in weights[:2])], dim=1)
    expect_values((hidden @ weights[2] >= 0).float(), XOR)


@pytest.mark.cell("test_rescue")
def test_rescue_form(student: Student) -> None:
    """w_nand, w_or and w_and are float32 of shape (3,) each. / w_nand、w_or、w_and 各是形状为 (3,) 的 float32。"""
    got = student.call("rescued_weights")
    expect(
        isinstance(got, (tuple, list)) and len(got) == 3,
        "not three weights / 返回的不是三组权重",
        got,
        "(w_nand, w_or, w_and)",
    )
    for value in got:
        expect_dtype(value, torch.float32)
        expect_shape(value, (3,))
