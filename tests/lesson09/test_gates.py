"""Grades gates.ipynb: one neuron is one line, and XOR needs a second layer."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import torch

from autograder.suite import (
    Student,
    StudentError,
    StudentMissing,
    StudentRaised,
    WrongAnswer,
    as_number,
    as_tensor,
    expect,
    expect_dtype,
    expect_number,
    expect_raised,
    expect_shape,
    expect_text,
    expect_unchanged,
    expect_values,
)

FOUR = torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
TABLES = {
    "AND": torch.tensor([0.0, 0.0, 0.0, 1.0]),
    "OR": torch.tensor([0.0, 1.0, 1.0, 1.0]),
    "NAND": torch.tensor([1.0, 1.0, 1.0, 0.0]),
    "XOR": torch.tensor([0.0, 1.0, 1.0, 0.0]),
}


# --- what the tests share ------------------------------------------------------------------------------------------


def random_rows(generator: torch.Generator, n: int, spread: float = 2.0) -> torch.Tensor:
    """Return float32 rows (1, x1, x2) of shape (n, 3), x1 and x2 around 0.5."""
    rows = torch.randn(n, 3, generator=generator) * spread + 0.5
    rows[:, 0] = 1.0
    return rows


def read_weights(student: Student, name: str) -> torch.Tensor:
    """Return the student's three weights as float64 of shape (3,), whatever container they are in."""
    value = student.read(name)
    weights = as_tensor(value)
    if weights is None or weights.numel() != 3 or weights.is_complex():
        raise WrongAnswer(f"{name} is not three numbers / {name} 不是三个数", value, "[b, w1, w2]")
    weights = weights.reshape(3).double()
    if not bool(torch.isfinite(weights).all()):
        raise WrongAnswer(f"{name} is not finite / {name} 含有 nan 或 inf", value, "[b, w1, w2]")
    return weights


def is_clear(rows: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return of each row whether its z is so far from 0 that float32 rounding cannot change the label: bool (n,)."""
    z = rows.double() @ weights
    scale = rows.double().abs() @ weights.abs()
    return (z.abs() > 1e-4 * scale) | (scale == 0)


def clear_rows(rows: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return the rows whose label float32 rounding cannot change."""
    return rows[is_clear(rows, weights)]


def expect_table(student: Student, name: str, *orders: list[int] | torch.Tensor) -> None:
    """Expect a gate's labels on rows of the truth table, in each of these orders."""
    for order, got in zip(orders, ask_each(student, name, [FOUR[order] for order in orders]), strict=True):
        expect_values(got, TABLES[name][order])


def ask_each(student: Student, name: str, inputs: list[torch.Tensor]) -> Iterator[Any]:
    """Yield what a function gives for each input, or raise what it raises there."""
    yield from student.gather_values([lambda z=z: student.call(name, z) for z in inputs])


WEIGHTS = {"AND": "w_and", "OR": "w_or", "NAND": "w_nand"}
PIECES = (4, 1, 7, 116)  # so many rows are asked at a time


def real_rows(student: Student) -> list[torch.Tensor]:
    """Return real-valued rows in pieces, far from and near to the lines of the student's gates: the same ones always."""
    generator = torch.Generator().manual_seed(9)
    count = sum(PIECES)
    rows = random_rows(generator, count, 4.0)
    found = student.gather([lambda name=name: read_weights(student, name) for name in WEIGHTS.values()])
    for number, w in enumerate(found):
        if isinstance(w, (StudentError, WrongAnswer)):
            continue
        if isinstance(w, Exception):
            raise w
        if float(w[2]) != 0.0:
            near = random_rows(generator, count // 6, 0.6)
            line = -(w[0] + w[1] * near[:, 1].double()) / w[2]
            near[:, 2] = line.float() + 0.2 * torch.randn(len(near), generator=generator)
            rows[number + 1 :: 6][: len(near)] = near
    return list(rows.split(list(PIECES)))


@dataclass(frozen=True)
class OwnGates:
    """What the student's gates say of real rows where nobody has asked XOR anything: by gate, of each piece.

    `composed` is AND, fed with NAND and OR. What gave no label for each row is what came back, or an exception.
    """

    rows: list[torch.Tensor]
    labels: dict[str, list[Any]]
    hidden: list[Any]
    composed: list[Any]


def ask_gates(student: Student, rows: list[torch.Tensor]) -> OwnGates:
    """Ask the three gates about rows, and AND about what NAND and OR said."""
    said = ask_rows(student, [(name, piece) for name in WEIGHTS for piece in rows])
    labels = {name: said[number * len(rows) :][: len(rows)] for number, name in enumerate(WEIGHTS)}
    hidden: list[Any] = []
    for nand, own_or, piece in zip(labels["NAND"], labels["OR"], rows, strict=True):
        parts = [label_of(nand, len(piece)), label_of(own_or, len(piece))]
        known = [part for part in parts if part is not None]
        hidden.append(torch.stack([torch.ones(len(piece)), *known], dim=1) if len(known) == 2 else None)
    fed = iter(ask_rows(student, [("AND", h) for h in hidden if h is not None]))
    return OwnGates(rows, labels, hidden, [None if h is None else next(fed) for h in hidden])


def ask_rows(student: Student, asked: list[tuple[str, torch.Tensor]]) -> list[Any]:
    """Return what a function gives for some rows, or the exception, for each pair of them.

    A function that gives no labels for so many rows is asked about four at a time: how many there are is not what
    those who call this want to know.
    """
    found = student.gather([lambda name=name, rows=rows: student.call(name, rows) for name, rows in asked])
    for number, (name, rows) in enumerate(asked):
        if len(rows) != 4 and has_no_labels(found[number], len(rows)):
            fours = pad_to_fours(rows).split(4)
            parts = student.gather([lambda name=name, four=four: student.call(name, four) for four in fours])
            labels = [label_of(part, 4) for part in parts]
            known = [part for part in labels if part is not None]
            if len(known) == len(labels):
                found[number] = torch.cat(known)[: len(rows)]
    return found


def pad_to_fours(rows: torch.Tensor) -> torch.Tensor:
    """Return the rows with the last one repeated until there is a multiple of four of them."""
    return torch.cat([rows, rows[-1:].expand(-len(rows) % 4, -1)])


NO_VALUE = (StudentRaised, StudentMissing)


def has_no_labels(value: Any, n: int) -> bool:
    """Whether a function raised, or gave something else than a label for each of n rows."""
    if isinstance(value, Exception):
        return isinstance(value, NO_VALUE)
    return label_of(value, n) is None


def label_of(value: Any, n: int) -> torch.Tensor | None:
    """Return a label for each of n rows as float32 (n,), None where there are none."""
    labels = as_tensor(value)
    if labels is None or labels.numel() != n or labels.is_complex():
        return None
    return labels.reshape(-1).float()


def own_gates(student: Student) -> OwnGates:
    """Return what the gates say by themselves: asked once, in a process in which nothing else is asked."""

    def ask() -> OwnGates:
        rows = real_rows(student)
        with student.apart() as other:
            return ask_gates(other, rows)

    return student.remember("own gates", ask)


def expect_neuron(student: Student, name: str) -> None:
    """Expect gate(X) == step(X @ w) on real-valued rows near and far from the student's own line."""
    w = read_weights(student, WEIGHTS[name])
    gates = own_gates(student)
    pairs = list(zip(gates.rows, gates.labels[name], strict=True))
    if name == "AND":
        pairs += [(rows, got) for rows, got in zip(gates.hidden, gates.composed, strict=True) if rows is not None]
    for rows, got in pairs:
        if isinstance(got, Exception):
            raise got
        expected = (rows.double() @ w >= 0).float()
        labels = label_of(got, len(rows))
        if labels is None:
            expect_values(got, expected)
            continue
        clear = is_clear(rows, w)
        expect_values(labels[clear], expected[clear])


def expect_label_form(student: Student, name: str, generator: torch.Generator) -> None:
    """Expect float32 labels of shape (n,), also for one row, and an input that stays as it is.

    Whether there is a label for each row at all, but for four of them, is what other tests say.
    """
    four = FOUR[torch.randperm(4, generator=generator)]
    inputs = [four, four.repeat(2, 1)[:7], FOUR[:1]]
    watched = student.gather([lambda rows=rows: student.call_and_watch(name, rows) for rows in inputs])
    for rows, found in zip(inputs, watched, strict=True):
        got = found if isinstance(found, Exception) else found[0]
        if len(rows) != 4 and has_no_labels(got, len(rows)):
            continue
        if isinstance(found, Exception):
            raise found
        expect_dtype(got, torch.float32)
        expect_shape(got, (len(rows),))
        expect_zero_or_one(got)
        expect_unchanged(rows, found[1][0])


def expect_zero_or_one(got: object) -> None:
    """Expect nothing but 0 and 1."""
    labels = as_tensor(got)
    is_labels = labels is not None and not labels.is_complex() and bool(((labels == 0) | (labels == 1)).all())
    expect(is_labels, "not only 0 and 1 / 不全是 0 和 1", got, "0.0 or 1.0 / 0.0 或 1.0")


def expect_weights_form(student: Student, name: str) -> None:
    """Expect float32 weights of shape (3,)."""
    weights = student.read(name)
    expect_dtype(weights, torch.float32)
    expect_shape(weights, (3,))


# --- step ----------------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_step", weight=3)
def test_step_is_one_from_zero_on(student: Student) -> None:
    """step(z) is 1 where z >= 0, and 0 elsewhere. / 当 z >= 0 时 step(z) 为 1，否则为 0。"""
    z = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0])
    expect_values(student.call("step", z), torch.tensor([0.0, 0.0, 1.0, 1.0, 1.0]))


@pytest.mark.cell("test_step", weight=2)
@pytest.mark.hidden
def test_step_on_many_numbers(student: Student, generator: torch.Generator) -> None:
    """step is right on tiny and huge numbers and leaves its input as it is. / 对极小和极大的数也正确，且不修改输入。"""
    sizes = 10.0 ** torch.randint(-20, 20, (40,), generator=generator).float()
    z = torch.randn(40, generator=generator) * sizes
    z[3], z[11] = 0.0, -0.0
    got, after = student.call_and_watch("step", z)
    expect_values(got, (z >= 0).float())
    expect_unchanged(z, after[0])


@pytest.mark.cell("test_step", weight=2)
@pytest.mark.hidden
def test_step_on_any_shape(student: Student, generator: torch.Generator) -> None:
    """step works for any shape and keeps it. / step 适用于任意形状，并保持形状不变。"""
    inputs = [torch.randn(shape, generator=generator) for shape in ((), (1,), (3, 4), (2, 3, 5))]
    for z, got in zip(inputs, ask_each(student, "step", inputs), strict=True):
        expect_values(got, (z >= 0).float(), is_shape_free=False)


@pytest.mark.cell("test_step", weight=2)
def test_step_gives_float32(student: Student) -> None:
    """step gives float32 whatever the dtype of z. / 无论 z 的 dtype 是什么，step 都返回 float32。"""
    inputs = [torch.tensor([2, -3, 0], dtype=dtype) for dtype in (torch.float32, torch.float64, torch.int64)]
    for got in ask_each(student, "step", inputs):
        expect_dtype(got, torch.float32)


# --- logistic ------------------------------------------------------------------------------------------------------


def two_parts(value: object) -> tuple[object, object]:
    """Return (sigma, label) of what logistic gave back."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise WrongAnswer("not two results / 返回的不是两个结果", value, "(sigma, label)")
    return value[0], value[1]


@pytest.mark.cell("test_logistic", weight=2)
def test_logistic_sigma(student: Student) -> None:
    """sigma is the sigmoid of Xw. / sigma 等于 sigmoid(Xw)。"""
    w = torch.tensor([-0.5, 1.0, 2.0])
    sigma, _ = two_parts(student.call("logistic", FOUR, w))
    expect_values(sigma, torch.sigmoid(FOUR.double() @ w.double()).float(), terms=3)


@pytest.mark.cell("test_logistic", weight=2)
def test_logistic_label(student: Student) -> None:
    """label is 1 where sigma >= 0.5, 0.5 itself included. / 当 sigma >= 0.5（含 0.5）时 label 为 1。"""
    w = torch.tensor([-1.0, 1.0, 2.0])
    _, label = two_parts(student.call("logistic", FOUR, w))
    expect_values(label, torch.tensor([0.0, 1.0, 1.0, 1.0]))


@pytest.mark.cell("test_logistic", weight=2)
@pytest.mark.hidden
def test_logistic_on_real_rows(student: Student, generator: torch.Generator) -> None:
    """sigma and label are right for any rows, any weights and any n, and the inputs stay. / 对任意数据、权重和 n 都正确，且不修改输入。"""
    inputs = []
    for n in (1, 37):
        X, w = random_rows(generator, n), torch.randn(3, generator=generator)
        inputs.append((clear_rows(torch.cat([X, FOUR[:1]]), w.double()), w))
        inputs.append((clear_rows(X, 0.05 * w.double()), 0.05 * w))  # sigma near 0.5
    watched = student.gather_values([lambda pair=pair: student.call_and_watch("logistic", *pair) for pair in inputs])
    for (X, w), (got, after) in zip(inputs, watched, strict=True):
        sigma, label = two_parts(got)
        z = X.double() @ w.double()
        expect_values(sigma, torch.sigmoid(z).float(), terms=3)
        expect_values(label, (z >= 0).float())
        expect_unchanged(X, after[0])
        expect_unchanged(w, after[1])


@pytest.mark.cell("test_logistic")
def test_logistic_form(student: Student) -> None:
    """sigma and label are float32 of shape (n,). / sigma 与 label 都是形状为 (n,) 的 float32。"""
    inputs, w = [FOUR[[0, 1, 3]], FOUR[:1]], torch.tensor([-0.5, 1.0, 2.0])
    found = student.gather_values([lambda rows=rows: student.call("logistic", rows, w) for rows in inputs])
    for rows, got in zip(inputs, found, strict=True):
        for part in two_parts(got):
            expect_dtype(part, torch.float32)
            expect_shape(part, (len(rows),))


# --- AND, OR, NAND -------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_and", weight=3)
def test_and_truth_table(student: Student) -> None:
    """AND is 1 only where x1 and x2 are both 1. / 仅当 x1 与 x2 都为 1 时，AND 输出 1。"""
    expect_table(student, "AND", [0, 1, 2, 3])


@pytest.mark.cell("test_and", weight=2)
@pytest.mark.hidden
def test_and_any_rows(student: Student, generator: torch.Generator) -> None:
    """AND is right for one row, and for a thousand in any order. / 对一行、一千行、任意行序，AND 都正确。"""
    many = torch.randint(0, 4, (1000,), generator=generator)
    expect_table(student, "AND", [0], [1], [2], [3], many)


@pytest.mark.cell("test_and", weight=4)
@pytest.mark.hidden
def test_and_is_a_neuron(student: Student) -> None:
    """AND is one neuron, right on the four points: step(X @ w_and) for any real rows. / AND 是在四个点上都对的一个神经元：对任意实数输入都等于 step(X @ w_and)。"""
    expect_table(student, "AND", [3, 0, 2, 1])
    expect_neuron(student, "AND")


@pytest.mark.cell("test_and")
@pytest.mark.hidden
def test_and_form(student: Student, generator: torch.Generator) -> None:
    """AND gives labels 0.0 or 1.0, float32 of shape (n,), and leaves X as it is. / AND 返回形状为 (n,) 的 float32 标签 0.0 或 1.0，且不修改 X。"""
    expect_label_form(student, "AND", generator)


@pytest.mark.cell("test_and")
def test_w_and_form(student: Student) -> None:
    """w_and is float32 of shape (3,). / w_and 是形状为 (3,) 的 float32。"""
    expect_weights_form(student, "w_and")


@pytest.mark.cell("test_or", weight=3)
def test_or_truth_table(student: Student) -> None:
    """OR is 0 only where x1 and x2 are both 0. / 仅当 x1 与 x2 都为 0 时，OR 输出 0。"""
    expect_table(student, "OR", [0, 1, 2, 3])


@pytest.mark.cell("test_or", weight=2)
@pytest.mark.hidden
def test_or_any_rows(student: Student, generator: torch.Generator) -> None:
    """OR is right for one row, and for a thousand in any order. / 对一行、一千行、任意行序，OR 都正确。"""
    many = torch.randint(0, 4, (1000,), generator=generator)
    expect_table(student, "OR", [0], [1], [2], [3], many)


@pytest.mark.cell("test_or", weight=4)
@pytest.mark.hidden
def test_or_is_a_neuron(student: Student) -> None:
    """OR is one neuron, right on the four points: step(X @ w_or) for any real rows. / OR 是在四个点上都对的一个神经元：对任意实数输入都等于 step(X @ w_or)。"""
    expect_table(student, "OR", [3, 0, 2, 1])
    expect_neuron(student, "OR")


@pytest.mark.cell("test_or")
@pytest.mark.hidden
def test_or_form(student: Student, generator: torch.Generator) -> None:
    """OR gives labels 0.0 or 1.0, float32 of shape (n,), and leaves X as it is. / OR 返回形状为 (n,) 的 float32 标签 0.0 或 1.0，且不修改 X。"""
    expect_label_form(student, "OR", generator)


@pytest.mark.cell("test_or")
def test_w_or_form(student: Student) -> None:
    """w_or is float32 of shape (3,). / w_or 是形状为 (3,) 的 float32。"""
    expect_weights_form(student, "w_or")


@pytest.mark.cell("test_nand", weight=3)
def test_nand_truth_table(student: Student) -> None:
    """NAND is 0 only where x1 and x2 are both 1. / 仅当 x1 与 x2 都为 1 时，NAND 输出 0。"""
    expect_table(student, "NAND", [0, 1, 2, 3])


@pytest.mark.cell("test_nand", weight=2)
@pytest.mark.hidden
def test_nand_any_rows(student: Student, generator: torch.Generator) -> None:
    """NAND is right for one row, and for a thousand in any order. / 对一行、一千行、任意行序，NAND 都正确。"""
    many = torch.randint(0, 4, (1000,), generator=generator)
    expect_table(student, "NAND", [0], [1], [2], [3], many)


@pytest.mark.cell("test_nand", weight=4)
@pytest.mark.hidden
def test_nand_is_a_neuron(student: Student) -> None:
    """NAND is one neuron, right on the four points: step(X @ w_nand) for any real rows. / NAND 是在四个点上都对的一个神经元：对任意实数输入都等于 step(X @ w_nand)。"""
    expect_table(student, "NAND", [3, 0, 2, 1])
    expect_neuron(student, "NAND")


@pytest.mark.cell("test_nand")
@pytest.mark.hidden
def test_nand_form(student: Student, generator: torch.Generator) -> None:
    """NAND gives labels 0.0 or 1.0, float32 of shape (n,), and leaves X as it is. / NAND 返回形状为 (n,) 的 float32 标签 0.0 或 1.0，且不修改 X。"""
    expect_label_form(student, "NAND", generator)


@pytest.mark.cell("test_nand")
def test_w_nand_form(student: Student) -> None:
    """w_nand is float32 of shape (3,). / w_nand 是形状为 (3,) 的 float32。"""
    expect_weights_form(student, "w_nand")


# --- boundary ------------------------------------------------------------------------------------------------------


def two_numbers(got: Any) -> list[Any]:
    """Return the two numbers that boundary gave, in whatever container."""
    if isinstance(got, (tuple, list)) and len(got) == 2:
        return list(got)
    line = as_tensor(got)
    if line is None or line.numel() != 2 or line.is_complex():
        raise WrongAnswer("not two numbers / 返回的不是两个数", got, "(slope, intercept)")
    numbers: list[Any] = line.reshape(2).tolist()
    return numbers


def expect_line(got: Any, slope: float, intercept: float) -> None:
    """Expect what boundary gave to be these two numbers."""
    for part, right in zip(two_numbers(got), (slope, intercept), strict=True):
        expect_number(part, right)


def expect_finite(got: Any) -> None:
    """Expect two finite numbers, whichever they are."""
    for part in two_numbers(got):
        number = as_number(part)
        is_finite = number is not None and math.isfinite(number)
        expect(is_finite, "not two finite numbers / 返回的不是两个有限的数", got, "(slope, intercept)")


@pytest.mark.cell("test_boundary", weight=3)
def test_boundary_of_a_gate(student: Student) -> None:
    """The line of w = [-1.5, 1, 1] is x2 = -x1 + 1.5. / w = [-1.5, 1, 1] 对应的直线是 x2 = -x1 + 1.5。"""
    expect_line(student.call("boundary", torch.tensor([-1.5, 1.0, 1.0])), -1.0, 1.5)


# The lesson's own weights, and others that no threshold may take for 0.
SMALL_WEIGHTS = (
    [-0.2, 0.15, 0.15], [-0.08, 0.15, 0.15], [0.23, -0.15, -0.15], [0.05, 0.02, -0.01],
    [1.0, 2.0, 1e-3], [2e-6, -3e-6, 1e-6], [-3e-9, 1e-9, 2e-9], [3e-20, -1e-20, 2e-20],
)  # fmt: skip


@pytest.mark.cell("test_boundary", weight=4)
@pytest.mark.hidden
def test_boundary_of_any_weights(student: Student, generator: torch.Generator) -> None:
    """Slope and intercept are right whatever the signs and sizes of the weights. / 无论权重的符号和大小，斜率与截距都正确。"""
    signs = ((1, 1, -1), (-1, 1, 1), (1, -1, -1), (-1, -1, 1))
    inputs = [(torch.rand(3, generator=generator) * 3 + 0.25) * torch.tensor(own) for own in signs]
    inputs += [torch.tensor(w) for w in SMALL_WEIGHTS]
    for w, got in zip(inputs, ask_each(student, "boundary", inputs), strict=True):
        b, w1, w2 = w.double().tolist()
        expect_line(got, -w1 / w2, -b / w2)


@pytest.mark.cell("test_boundary", weight=2)
def test_boundary_of_a_vertical_line(student: Student) -> None:
    """Where w2 is 0 there is no such line: ValueError, and only there. / 当 w2 为 0 时没有这样的直线，应抛出 ValueError；仅在此时抛出。"""
    inputs = [
        torch.tensor(w) for w in ([-4.0, 0.0, 2.0], [-0.2, 0.15, 0.15], [-1.0, 1.0, 0.0], [0.5, -2.0, -0.0], [0.0] * 3)
    ]
    level, small, *upright = student.gather([lambda w=w: student.call("boundary", w) for w in inputs])
    for got in (level, small):
        if isinstance(got, Exception):
            raise got
        two_numbers(got)
    for got in upright:
        expect_raised(got, "ValueError")


@pytest.mark.cell("test_boundary")
@pytest.mark.hidden
def test_boundary_gives_plain_numbers(student: Student) -> None:
    """boundary gives two finite numbers and leaves w as it is. / boundary 返回两个有限的数，且不修改 w。"""
    w = torch.tensor([0.5, 2.0, -4.0])
    got, after = student.call_and_watch("boundary", w)
    expect_finite(got)
    expect_unchanged(w, after[0])


# --- plot_gate -----------------------------------------------------------------------------------------------------

DRAWING = """
import numpy
from matplotlib import artist, axes, colors, collections, lines, patches, patheffects, text

def rgba(value):
    return [round(float(part), 4) for part in colors.to_rgba(value)]

def over(front, back):
    return [front[3] * a + (1 - front[3]) * b for a, b in zip(front[:3], back)]

def is_seen(tint, alpha=None, back=None):
    tint, back = rgba(tint), back or back_tint
    opacity = tint[3] if not isinstance(alpha, (int, float)) else min(tint[3], alpha)
    return opacity * max(abs(a - b) for a, b in zip(tint, back)) > 0.02

def pick(values, number, default):
    return values[number % len(values)] if len(values) else default

def is_broken(pattern):
    offset, dashes = pattern
    return dashes is not None and min(sum(dashes[::2]), sum(dashes[1::2])) > 0

figure = artist.Artist.get_figure(ax)
back_tint = page_tint = [1.0, 1.0, 1.0]
for patch in (figure.patch, ax.patch):
    if artist.Artist.get_visible(patch):
        back_tint = over(rgba(patches.Patch.get_facecolor(patch)), back_tint)
    page_tint = back_tint if patch is figure.patch else page_tint
size = axes.Axes.get_position(ax)
is_inside = min(size.x1, size.y1, 1.0) - max(size.x0, size.y0, 0.0) > 0.01 and min(size.width, size.height) > 0.01
is_on = artist.Artist.get_visible(ax) and artist.Artist.get_visible(figure) and is_inside
covers = [
    child for child in axes.Axes.get_children(ax)
    if isinstance(child, patches.Patch) and child is not ax.patch and artist.Artist.get_visible(child)
    and patches.Patch.get_fill(child) and rgba(patches.Patch.get_facecolor(child))[3] > 0.98
]
frame = patches.Patch.get_window_extent(ax.patch) if covers else None

def is_covered(order):  # by something opaque that lies above it, over the whole of the axes
    boxes = [(c, patches.Patch.get_window_extent(c)) for c in covers if artist.Artist.get_zorder(c) > order]
    return any(
        box.x0 <= frame.x0 + 1 and box.y0 <= frame.y0 + 1 and box.x1 >= frame.x1 - 1 and box.y1 >= frame.y1 - 1
        for c, box in boxes
    )
nothing = (0, 0, 0, 0)
dots, marks, paths = [], [], []
for child in axes.Axes.get_children(ax) if is_on else ():
    if not artist.Artist.get_visible(child) or is_covered(artist.Artist.get_zorder(child)):
        continue
    alpha = artist.Artist.get_alpha(child)
    if isinstance(child, collections.PathCollection):
        places = numpy.ma.getdata(collections.Collection.get_offsets(child))
        collections.Collection.update_scalarmappable(child)
        tints, edges = collections.Collection.get_facecolor(child), collections.Collection.get_edgecolor(child)
        sizes, widths = collections.PathCollection.get_sizes(child), collections.Collection.get_linewidth(child)
        for number, place in enumerate(places[:500]):
            tint, edge = pick(tints if len(tints) else edges, number, nothing), pick(edges, number, nothing)
            is_edge_seen = is_seen(edge) and pick(widths, number, 1) > 0.05
            if pick(sizes, number, 1) > 0.1 and (is_edge_seen or (len(tints) and is_seen(tint))):
                dots.append([float(place[0]), float(place[1]), [rgba(tint), rgba(edge) if is_edge_seen else 0]])
    elif isinstance(child, lines.Line2D):
        style, marker = str(lines.Line2D.get_linestyle(child)), str(lines.Line2D.get_marker(child))
        is_line = lines.Line2D.get_linewidth(child) > 0.05 and is_seen(lines.Line2D.get_color(child), alpha)
        if isinstance(child, lines.AxLine):
            one = lines.AxLine.get_xy1(child)
            two, slope = lines.AxLine.get_xy2(child), lines.AxLine.get_slope(child)
            if two is None:
                two = (one[0], one[1] + 1) if numpy.isinf(slope) else (one[0] + 1, one[1] + slope)
            x, y = ([float(a + far * (b - a)) for far in (-10, 10)] for a, b in zip(one, two))  # it has no end
        else:
            x, y = (numpy.asarray(part, dtype=float).tolist()[:500] for part in lines.Line2D.get_data(child))
        is_bare = style in ("None", "", " ") or len(x) == 1
        tint, edge = lines.Line2D.get_markerfacecolor(child), lines.Line2D.get_markeredgecolor(child)
        is_edge_seen = is_seen(edge, alpha) and lines.Line2D.get_markeredgewidth(child) > 0.05
        is_marked = marker not in ("None", "none", "", " ") and lines.Line2D.get_markersize(child) > 0.3
        if is_marked and (is_edge_seen or is_seen(tint, alpha)):
            found = [[a, b, [rgba(tint), rgba(edge) if is_edge_seen else 0]] for a, b in zip(x, y)]
            (dots if is_bare else marks).extend(found)
        if is_line and not is_bare:
            paths.append([x, y, lines.Line2D.is_dashed(child) and is_broken(child._dash_pattern)])
    elif isinstance(child, (collections.LineCollection, getattr(matplotlib.contour, "ContourSet", ()))):
        collections.Collection.update_scalarmappable(child)
        styles, widths = collections.Collection.get_linestyle(child), collections.Collection.get_linewidth(child)
        tints = collections.Collection.get_edgecolor(child)
        tints = tints if len(tints) else collections.Collection.get_facecolor(child)
        is_line = max(widths, default=1) > 0.05 and any(is_seen(tint) for tint in tints[:20])
        for path in collections.Collection.get_paths(child)[:20] if is_line else ():
            if len(path.vertices):
                x, y = path.vertices[:500, 0].tolist(), path.vertices[:500, 1].tolist()
                paths.append([x, y, any(is_broken(style) for style in styles)])
title = next((part for part in (ax.title, ax._left_title, ax._right_title) if text.Text.get_text(part)), ax.title)
place = text.Text.get_position(title)
is_titled = (
    is_on and artist.Artist.get_visible(title) and is_seen(text.Text.get_color(title), artist.Artist.get_alpha(title), page_tint)
    and text.Text.get_fontsize(title) > 0.5 and -0.2 < place[0] < 1.2 and -0.2 < place[1] < 1.5
)
{
    "dots": dots,
    "marks": marks,
    "paths": paths,
    "xlim": [float(part) for part in axes.Axes.get_xlim(ax)],
    "ylim": [float(part) for part in axes.Axes.get_ylim(ax)],
    "title": text.Text.get_text(title) if is_titled else "",
    "is_same": back is ax,
}
"""
"""What can be seen on the axes: nothing without size, width or colour, and nothing in the colour of what is behind it."""


def draw(student: Student, X: torch.Tensor, y: torch.Tensor, w: list[float], title: str) -> dict[str, object]:
    """Let the student draw on fresh axes that are not the current ones; return what matplotlib says is there."""
    ax = student.evaluate("fresh_axes()")
    back = student.call("plot_gate", ax, X, y, torch.tensor(w), title)
    seen = student.evaluate(DRAWING, ax=ax, back=back)
    if not isinstance(seen, dict):
        raise WrongAnswer("the drawing cannot be read / 无法读取图像", seen, "dots and a line")
    return seen


# Drawings that several tests look at: the labels, the weights, the title.
DRAWINGS: dict[str, tuple[str, list[float], str]] = {
    "falling": ("AND", [-1.5, 1.0, 1.0], "AND GATE"),
    "level": ("NAND", [-1.0, 0.0, 2.0], "NAND GATE"),
}
RISING, SHORT_TITLE = [-0.2, -0.4, 0.8], "x = 1"


def drawing(student: Student, name: str) -> dict[str, object]:
    """Return one of the drawings of the four points; the student draws it once."""
    table, w, title = DRAWINGS[name]
    seen: dict[str, object] = student.remember(("drawing", name), lambda: draw(student, FOUR, TABLES[table], w, title))
    return seen


def crowd(student: Student, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, dict[str, object]]:
    """Return the four points among nine others, their labels, and one drawing of them with a rising line."""

    def ask() -> tuple[torch.Tensor, torch.Tensor, dict[str, object]]:
        X = torch.cat([FOUR, random_rows(generator, 9, 0.8)])
        y = torch.cat([TABLES["OR"], torch.tensor([1.0, 0, 0, 1, 1, 0, 1, 0, 0])])
        return X, y, draw(student, X, y, RISING, SHORT_TITLE)

    found: tuple[torch.Tensor, torch.Tensor, dict[str, object]] = student.remember("crowd", ask)
    return found


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def expect_dots(seen: dict[str, object], X: torch.Tensor, y: torch.Tensor) -> None:
    """Expect a dot at each (x1, x2), of one colour per class, the colours of two classes different."""
    marked = [*as_list(seen.get("dots")), *near_rows(as_list(seen.get("marks")), X)]
    dots = [dot for dot in marked if isinstance(dot, list) and len(dot) == 3]
    wanted = "a dot at each (x1, x2) / 每个 (x1, x2) 一个点"
    places = as_tensor([dot[:2] for dot in dots])
    if places is None or places.ndim != 2:
        raise WrongAnswer("no points are drawn / 没有画出数据点", [], wanted)
    tints: dict[float, set[str]] = {}
    for row, label in zip(X[:, 1:], y.reshape(-1).tolist(), strict=True):
        near = ((places - row).abs() < 1e-4).all(dim=1).nonzero().reshape(-1).tolist()
        expect(bool(near), f"no dot at ({row[0]:g}, {row[1]:g}) / 缺少该点", places, wanted)
        tints.setdefault(label, set()).update(str(dots[number][2]) for number in near[-1:])
    extra = len(places) - len(X)
    expect(extra <= len(X), "many other dots are drawn / 画出了多余的点", places, wanted)
    is_one_each = all(len(found) == 1 for found in tints.values())
    is_apart = len(set.union(*tints.values())) == len(tints)
    expect(
        is_one_each and is_apart,
        "the colours do not follow y / 颜色没有按 y 区分",
        str(tints),
        "one colour for each label",
    )


def near_rows(marks: list[object], X: torch.Tensor) -> list[object]:
    """Return the markers of lines that lie at a row's place: what else a line is marked with is no dot."""
    places = as_tensor([mark[:2] for mark in marks if isinstance(mark, list) and len(mark) == 3])
    if places is None or places.ndim != 2 or len(places) != len(marks):
        return []
    is_near = ((places[:, None] - X[None, :, 1:]).abs() < 1e-4).all(dim=2).any(dim=1)
    return [mark for mark, near in zip(marks, is_near.tolist(), strict=True) if near]


def part_drawn(path: object, w: torch.Tensor) -> tuple[float, float] | None:
    """Return from which x1 to which a path follows the line of these weights; None where it leaves it."""
    if not isinstance(path, list) or len(path) != 3:
        return None
    x, y = as_tensor(path[0]), as_tensor(path[1])
    if x is None or y is None or x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        return None
    x, y = x.double(), y.double()
    if not bool(torch.isfinite(x).all() & torch.isfinite(y).all()):
        return None
    size = float(w.abs().sum() * (1 + x.abs().max() + y.abs().max()))
    is_on = bool((w[0] + w[1] * x + w[2] * y).abs().max() <= 1e-3 * size)
    return (float(x.min()), float(x.max())) if is_on else None


@pytest.mark.cell("test_plot_gate", weight=3)
@pytest.mark.hidden
def test_plot_points(student: Student, generator: torch.Generator) -> None:
    """Each row is a dot at (x1, x2), coloured by its label. / 每一行是位于 (x1, x2) 的点，按标签着色。"""
    found = student.gather_values([lambda: drawing(student, "falling"), lambda: crowd(student, generator)])
    expect_dots(next(found), FOUR, TABLES["AND"])
    X, y, seen = next(found)
    expect_dots(seen, X, y)


@pytest.mark.cell("test_plot_gate", weight=3)
@pytest.mark.hidden
def test_plot_boundary(student: Student, generator: torch.Generator) -> None:
    """The boundary of w is drawn, all of it between the points. / 画出了 w 的决策边界，并贯穿各点之间。"""
    # From `left` to `right` the line runs between the four points; how far it goes beyond is free.
    lines = ((DRAWINGS["falling"][1], 0.5), (RISING, 0.0), (DRAWINGS["level"][1], 0.0))
    right = 1.0
    asks = [
        lambda: drawing(student, "falling"),
        lambda: crowd(student, generator)[2],
        lambda: drawing(student, "level"),
    ]
    for (w, left), seen in zip(lines, student.gather_values(asks), strict=True):
        parts = [part_drawn(path, torch.tensor(w).double()) for path in as_list(seen.get("paths"))]
        found = [part for part in parts if part is not None]
        line = f"{w[0]:g} + {w[1]:g}·x1 + {w[2]:g}·x2 = 0"
        expect(bool(found), "no line lies where the boundary is / 没有线画在决策边界上", ..., line)
        start, end = min(part[0] for part in found), max(part[1] for part in found)
        expect(
            start <= left + 0.05 and end >= right - 0.05,
            "the line ends before it has passed the points / 线太短，没有穿过各点之间",
            f"x1 from {start:g} to {end:g}",
            f"{line}, x1 from {left:g} to {right:g} or more",
        )


@pytest.mark.cell("test_plot_gate")
@pytest.mark.hidden
def test_plot_boundary_is_dashed(student: Student) -> None:
    """The boundary is dashed. / 决策边界是虚线。"""
    seen = drawing(student, "falling")
    paths = [path for path in as_list(seen.get("paths")) if isinstance(path, list) and len(path) == 3]
    w = torch.tensor(DRAWINGS["falling"][1]).double()
    drawn = [path for path in paths if part_drawn(path, w) is not None]  # where the line should be is another test's
    is_dashed = any(path[2] is True for path in drawn or paths)
    expect(is_dashed, "no dashed line is drawn / 没有画虚线", ..., "linestyle '--'")


@pytest.mark.cell("test_plot_gate", weight=2)
def test_plot_limits(student: Student, generator: torch.Generator) -> None:
    """Both axes go from -1 to 3. / 两个坐标轴的范围都是 -1 到 3。"""
    seen = crowd(student, generator)[2]
    for name in ("xlim", "ylim"):
        expect_values(seen.get(name), torch.tensor([-1.0, 3.0]))


@pytest.mark.cell("test_plot_gate")
def test_plot_title(student: Student, generator: torch.Generator) -> None:
    """The title is the one that was given. / 标题是传入的 title。"""
    found = student.gather_values([lambda: drawing(student, "falling"), lambda: crowd(student, generator)[2]])
    for title, seen in zip((DRAWINGS["falling"][2], SHORT_TITLE), found, strict=True):
        expect_text(seen.get("title"), title)


@pytest.mark.cell("test_plot_gate", weight=2)
def test_plot_returns_its_axes(student: Student) -> None:
    """plot_gate draws on the axes that it got, and returns them. / plot_gate 在传入的 ax 上绘图并返回它。"""
    seen = drawing(student, "falling")
    expect(
        bool(as_list(seen.get("dots"))) or bool(as_list(seen.get("paths"))),
        "nothing is drawn on ax / ax 上什么也没有",
        ...,
        "dots and a line",
    )
    expect(seen.get("is_same") is True, "something else came back / 返回的不是 ax", ..., "ax")


# --- XOR -----------------------------------------------------------------------------------------------------------

# A mistake in a gate costs that gate, and in XOR the truth table. What else XOR is asked, it is asked with gates that
# work where the student's do not: neurons of no meaning, put in their place in a copy of the process.
STAND_INS = """
def neuron(numbers):
    w = torch.tensor(numbers)
    return lambda X: (X @ w >= 0).to(torch.float32)

code = xor if hasattr(xor, "__globals__") else getattr(type(xor), "forward", type(xor).__call__)
for name, numbers in weights.items():
    code.__globals__[name] = neuron(numbers)
"""
STAND_IN_WEIGHTS = {"NAND": [-0.6, -0.3, 1.2], "OR": [0.3, -1.7, -1.8], "AND": [-0.7, 2.0, 2.0]}
"""No two of them, put together in another way, give the same; which of the hidden two comes first makes no difference."""


@contextlib.contextmanager
def working_gates(student: Student) -> Iterator[Student]:
    """Yield a copy of the notebook in which XOR finds the neurons of STAND_IN_WEIGHTS as NAND, OR and AND."""
    with student.apart() as other:
        other.evaluate(STAND_INS, xor=other.read("XOR"), weights=STAND_IN_WEIGHTS)
        yield other


def expect_stand_ins(got: Any, rows: torch.Tensor) -> None:
    """Expect what XOR must give for these rows where the gates are those neurons."""
    w = {name: torch.tensor(numbers).double() for name, numbers in STAND_IN_WEIGHTS.items()}
    hidden = [(rows.double() @ w[name] >= 0).double() for name in ("NAND", "OR")]
    expected = (torch.stack([torch.ones(len(rows)).double(), *hidden], dim=1) @ w["AND"] >= 0).float()
    labels = label_of(got, len(rows))
    if isinstance(got, Exception) or labels is None:
        expect_label_for_each(got, rows, "XOR")
        return
    clear = is_clear(rows, w["NAND"]) & is_clear(rows, w["OR"])
    expect_values(labels[clear], expected[clear])


def expect_label_for_each(got: Any, rows: torch.Tensor, name: str) -> None:
    """Raise what a function raised; expect a label for each row from what it gave."""
    if isinstance(got, Exception):
        raise got
    if label_of(got, len(rows)) is None:
        raise WrongAnswer(f"{name} gave no label for each row / {name} 没有为每行给出标签", got, f"{len(rows)} labels")


def is_met(ask: Callable[[], object]) -> bool:
    """Whether an expectation is met."""
    try:
        ask()
    except (WrongAnswer, StudentError):
        return False
    return True


@pytest.mark.cell("test_xor", weight=3)
def test_xor_truth_table(student: Student) -> None:
    """XOR is 1 where exactly one of x1 and x2 is 1. / 当 x1 与 x2 恰有一个为 1 时，XOR 输出 1。"""
    got = student.call("XOR", FOUR)
    try:
        expect_values(got, TABLES["XOR"])
    except WrongAnswer as error:
        with student.apart() as other:
            gates = ask_gates(other, [FOUR])
        wrong = [
            name for name in WEIGHTS if not is_met(lambda name=name: expect_values(gates.labels[name][0], TABLES[name]))
        ]
        if not wrong or not is_met(lambda: expect_values(got, label_of(gates.composed[0], 4))):
            raise
        names = ", ".join(wrong)
        raise WrongAnswer(
            f"XOR does what your gates say, and {names} is wrong / XOR 的组合与你的门一致，但 {names} 不对",
            got,
            TABLES["XOR"],
        ) from error


@pytest.mark.cell("test_xor", weight=3)
@pytest.mark.hidden
def test_xor_for_any_number_of_rows(student: Student, generator: torch.Generator) -> None:
    """XOR works for any number of rows, in any order. / XOR 适用于任意行数、任意行序。"""
    many = torch.randint(0, 4, (1000,), generator=generator)
    inputs = [FOUR[order] for order in ([2], [1, 3], [3, 1, 0], [2, 3, 1, 0], [0, 1, 1, 3, 2, 2, 0], many)]
    right = [(rows[:, 1] != rows[:, 2]).float() for rows in inputs]
    found = student.gather([lambda rows=rows: student.call("XOR", rows) for rows in inputs])
    try:
        expect_all(found, right)
    except (WrongAnswer, *NO_VALUE) as error:
        if not fails_by_its_gates(student, inputs, found, right):
            raise error


def fails_by_its_gates(
    student: Student, inputs: list[torch.Tensor], found: list[Any], right: list[torch.Tensor]
) -> bool:
    """Whether XOR gave these for the rows because its gates are wrong, and would be right with gates that work."""
    with student.apart() as other:
        gates = ask_gates(other, inputs)
        asks = [lambda name=name, rows=rows: other.call(name, rows) for name in WEIGHTS for rows in inputs]
        is_working = is_met(lambda: expect_all(gates.composed, right)) and all(
            has_label_form(got, len(rows)) for got, rows in zip(other.gather(asks), inputs * len(WEIGHTS), strict=True)
        )
    if is_working:
        return False
    composed = [label_of(got, len(rows)) for got, rows in zip(gates.composed, inputs, strict=True)]
    if is_met(lambda: expect_all(found, composed)):
        return True
    with working_gates(student) as other:
        found = other.gather([lambda rows=rows: other.call("XOR", rows) for rows in inputs])
    return all(is_met(lambda g=got, r=rows: expect_stand_ins(g, r)) for got, rows in zip(found, inputs, strict=True))


def expect_all(found: list[Any], expected: list[Any]) -> None:
    """Expect each of these values; what was raised in the place of one is raised."""
    for got, labels in zip(found, expected, strict=True):
        if isinstance(got, Exception):
            raise got
        expect(labels is not None, "no labels are known / 没有标签")
        expect_values(got, labels)


@pytest.mark.cell("test_xor", weight=5)
@pytest.mark.hidden
def test_xor_is_composed(student: Student) -> None:
    """XOR(X) is your AND, fed with your NAND and your OR. / XOR(X) 等于把你的 NAND 与 OR 的输出送入你的 AND。"""
    before = own_gates(student)
    found = ask_rows(student, [("XOR", rows) for rows in before.rows])
    try:
        for number, got in enumerate(found):
            expect_composed(before, number, got)
    except (WrongAnswer, *NO_VALUE) as error:
        if not has_faulty_gate(before) or not is_composed_of_others(student, before.rows):
            raise error
    # Where XOR was asked: a gate that answers otherwise now is not composed.
    expect_same_gates(before, ask_gates(student, before.rows))


def expect_composed(gates: OwnGates, number: int, got: Any) -> None:
    """Expect XOR's labels of a piece to be those of the composed gates; a gate that gives none is named."""
    rows, composed = gates.rows[number], gates.composed[number]
    for name, value in (("NAND", gates.labels["NAND"][number]), ("OR", gates.labels["OR"][number]), ("AND", composed)):
        expect_label_for_each(value, rows, name)
    if isinstance(got, Exception):
        raise got
    labels = label_of(composed, len(rows))
    assert labels is not None
    expect_values(got, labels)


def has_faulty_gate(gates: OwnGates) -> bool:
    """Whether a gate did not give float32 labels of shape (n,) for some rows: XOR can do nothing about that."""
    pieces = [
        (got, len(rows))
        for found in (*gates.labels.values(), gates.composed)
        for got, rows in zip(found, gates.rows, strict=True)
    ]
    return not all(has_label_form(got, n) for got, n in pieces)


def has_label_form(got: Any, n: int) -> bool:
    """Whether this is float32 of shape (n,)."""
    return isinstance(got, torch.Tensor) and got.dtype is torch.float32 and tuple(got.shape) == (n,)


def is_composed_of_others(student: Student, pieces: list[torch.Tensor]) -> bool:
    """Whether XOR composes gates that work, put in the place of the student's."""
    with working_gates(student) as other:
        found = ask_rows(other, [("XOR", rows) for rows in pieces])
    return all(is_met(lambda g=got, r=rows: expect_stand_ins(g, r)) for got, rows in zip(found, pieces, strict=True))


def expect_same_gates(before: OwnGates, after: OwnGates) -> None:
    """Expect of each gate the labels that it gave before XOR was asked."""
    for name in WEIGHTS:
        for rows, one, other in zip(before.rows, before.labels[name], after.labels[name], strict=True):
            if isinstance(other, Exception) and not isinstance(other, NO_VALUE):
                raise other
            labels = [label_of(value, len(rows)) for value in (one, other)]
            is_same = [part is None for part in labels] in ([True, True], [False, False])
            if is_same and labels[0] is not None:
                is_same = torch.equal(labels[0], labels[1])
            expect(
                is_same, f"{name} answers otherwise after XOR was called / 调用 XOR 之后 {name} 的回答变了", other, one
            )


@pytest.mark.cell("test_xor")
@pytest.mark.hidden
def test_xor_form(student: Student, generator: torch.Generator) -> None:
    """XOR gives labels 0.0 or 1.0, float32 of shape (n,), and leaves X as it is. / XOR 返回形状为 (n,) 的 float32 标签 0.0 或 1.0，且不修改 X。"""
    try:
        expect_label_form(student, "XOR", generator)
    except (WrongAnswer, *NO_VALUE) as error:
        with working_gates(student) as other:  # the form may be that of a gate
            if is_met(lambda: expect_label_form(other, "XOR", generator)):
                return
        raise error


@pytest.mark.cell("test_xor_line")
def test_xor_best_line(student: Student) -> None:
    """best_line is the best share of XOR's four points that one line gets right. / best_line 是一条直线最多能分对的 XOR 点所占的比例。"""
    got = student.read("best_line")
    try:
        expect_number(got, 0.75)
    except WrongAnswer as error:
        raise WrongAnswer(error.message, got, "think of the four points again / 再想想这四个点") from None
