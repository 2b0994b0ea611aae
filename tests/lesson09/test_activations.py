"""Grades activations.ipynb: the six functions, computed safely, and where each belongs."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from autograder.suite import (
    Student,
    WrongAnswer,
    expect_mapping,
    expect_set,
    expect_shape,
    expect_tensor,
    expect_text,
    expect_unchanged,
    expect_values,
)

FUNCTIONS = {"sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh}


# --- what the tests share ------------------------------------------------------------------------------------------


def expect_function(student: Student, name: str, z: torch.Tensor) -> None:
    """Expect the elementwise function's values, computed here in float64, in whatever container they come."""
    expect_values(student.call(name, z), FUNCTIONS[name](z.double()).float(), terms=4)


def expect_any_shape(student: Student, name: str, generator: torch.Generator) -> None:
    """Expect right values in a tensor of the shape of z, for several shapes.

    The largest come first: a function for single numbers fails there in one way, whatever the random sign of the others.
    """
    inputs = [torch.randn(shape, generator=generator) * 2 for shape in ((4, 3), (2, 1, 5), (1,), ())]
    found = student.gather_values([lambda z=z: student.call(name, z) for z in inputs])
    for z, got in zip(inputs, found, strict=True):
        expect_shape(expect_tensor(got), tuple(z.shape))
        expect_values(got, FUNCTIONS[name](z.double()).float(), terms=4)


def expect_kept_input(student: Student, name: str, z: torch.Tensor) -> None:
    """Expect right values and an untouched z."""
    got, after = student.call_and_watch(name, z)
    expect_values(got, FUNCTIONS[name](z.double()).float(), terms=4)
    expect_unchanged(z, after[0])


# --- sigmoid -------------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_sigmoid", weight=3)
def test_sigmoid_values(student: Student) -> None:
    """sigmoid(z) is 1 / (1 + exp(-z)). / sigmoid(z) 等于 1 / (1 + exp(-z))。"""
    expect_function(student, "sigmoid", torch.tensor([-4.0, -1.0, 0.0, 0.5, 2.0]))


@pytest.mark.cell("test_sigmoid", weight=2)
@pytest.mark.hidden
def test_sigmoid_random(student: Student, generator: torch.Generator) -> None:
    """sigmoid is right on random numbers, and leaves z as it is. / 对随机数也正确，且不修改 z。"""
    expect_kept_input(student, "sigmoid", torch.randn(37, generator=generator) * 6)


@pytest.mark.cell("test_sigmoid", weight=3)
def test_sigmoid_large(student: Student) -> None:
    """Large and small z in one tensor: sigmoid has no nan and is right. / z 中大小数值混在一起时，没有 nan，且结果正确。"""
    expect_function(student, "sigmoid", torch.tensor([-1000.0, -100.0, -89.0, -2.0, 0.5, 89.0, 100.0, 1000.0]))


@pytest.mark.cell("test_sigmoid", weight=2)
@pytest.mark.depends("test_sigmoid_values")
@pytest.mark.hidden
def test_sigmoid_any_shape(student: Student, generator: torch.Generator) -> None:
    """sigmoid works for z of any shape, and gives a tensor of that shape. / 适用于任意形状的 z，返回与 z 同形状的张量。"""
    expect_any_shape(student, "sigmoid", generator)


# --- relu ----------------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_relu", weight=3)
def test_relu_values(student: Student) -> None:
    """relu(z) is z where z is positive, and 0 elsewhere. / z 为正时 relu(z) 等于 z，否则为 0。"""
    expect_function(student, "relu", torch.tensor([-3.0, -0.5, 0.0, 0.25, 7.0]))


@pytest.mark.cell("test_relu", weight=2)
@pytest.mark.hidden
def test_relu_random(student: Student, generator: torch.Generator) -> None:
    """relu is right on small and large random numbers, and leaves z as it is. / 对大小不一的随机数也正确，且不修改 z。"""
    sizes = 10.0 ** torch.randint(-3, 7, (37,), generator=generator).float()
    expect_kept_input(student, "relu", torch.randn(37, generator=generator) * sizes)


@pytest.mark.cell("test_relu", weight=2)
@pytest.mark.depends("test_relu_values")
@pytest.mark.hidden
def test_relu_any_shape(student: Student, generator: torch.Generator) -> None:
    """relu works for z of any shape, and gives a tensor of that shape. / 适用于任意形状的 z，返回与 z 同形状的张量。"""
    expect_any_shape(student, "relu", generator)


# --- tanh ----------------------------------------------------------------------------------------------------------


@pytest.mark.cell("test_tanh", weight=3)
def test_tanh_values(student: Student) -> None:
    """tanh(z) is (exp(z) - exp(-z)) / (exp(z) + exp(-z)). / tanh(z) 等于 (exp(z) - exp(-z)) / (exp(z) + exp(-z))。"""
    expect_function(student, "tanh", torch.tensor([-2.0, -0.5, 0.0, 0.25, 1.5]))


@pytest.mark.cell("test_tanh", weight=2)
@pytest.mark.hidden
def test_tanh_random(student: Student, generator: torch.Generator) -> None:
    """tanh is right on random numbers, and leaves z as it is. / 对随机数也正确，且不修改 z。"""
    expect_kept_input(student, "tanh", torch.randn(37, generator=generator) * 3)


@pytest.mark.cell("test_tanh", weight=3)
def test_tanh_large(student: Student) -> None:
    """Large and small z in one tensor: tanh has no nan and is right. / z 中大小数值混在一起时，没有 nan，且结果正确。"""
    expect_function(student, "tanh", torch.tensor([-1000.0, -90.0, -45.0, -0.5, 1.0, 45.0, 90.0, 1000.0]))


@pytest.mark.cell("test_tanh", weight=2)
@pytest.mark.depends("test_tanh_values")
@pytest.mark.hidden
def test_tanh_any_shape(student: Student, generator: torch.Generator) -> None:
    """tanh works for z of any shape, and gives a tensor of that shape. / 适用于任意形状的 z，返回与 z 同形状的张量。"""
    expect_any_shape(student, "tanh", generator)


# --- softmax -------------------------------------------------------------------------------------------------------


def expect_softmax(student: Student, inputs: list[tuple[torch.Tensor, int]]) -> None:
    """Expect softmax's values for each (z, dim), computed here in float64, in whatever container they come."""
    found = student.gather_values([lambda z=z, dim=dim: student.call("softmax", z, dim) for z, dim in inputs])
    for (z, dim), got in zip(inputs, found, strict=True):
        expect_values(got, torch.softmax(z.double(), dim=dim).float(), terms=z.shape[dim])


@pytest.mark.cell("test_softmax", weight=3)
def test_softmax_values(student: Student) -> None:
    """softmax(z, dim) is exp(z) over its sum along dim. / softmax(z, dim) 等于 exp(z) 除以它沿 dim 的和。"""
    z = torch.tensor([[1.0, 2.0, 4.0], [0.0, 0.0, 3.0]])
    expect_softmax(student, [(z, 1)])


@pytest.mark.cell("test_softmax", weight=3)
@pytest.mark.hidden
def test_softmax_every_dim(student: Student, generator: torch.Generator) -> None:
    """softmax follows dim: 0, 1, -1, in one, two and three dimensions. / softmax 遵循 dim：一维、二维、三维，dim 为 0、1、-1 等。"""
    dims = (((5,), (0, -1)), ((4, 3), (0, 1, -1)), ((2, 5, 3), (0, 1, 2, -2)))
    asked = [(shape, dim) for shape, own in dims for dim in own]
    expect_softmax(student, [(torch.randn(shape, generator=generator) * 2, dim) for shape, dim in asked])


@pytest.mark.cell("test_softmax", weight=3)
def test_softmax_large(student: Student) -> None:
    """softmax is finite and right for large z. / z 很大时，softmax 有限且正确。"""
    large = [[1000.0, 1001.0, 0.0], [5.0, -1000.0, 4.0]], [[-1000.0, -1001.0, -1002.0], [90.0, 89.0, 88.0]]
    expect_softmax(student, [(torch.tensor(z), 1) for z in large])


@pytest.mark.cell("test_softmax", weight=2)
@pytest.mark.hidden
def test_softmax_shift(student: Student, generator: torch.Generator) -> None:
    """softmax is right for rows of very different size, and leaves z as it is. / 各行数值相差很大时也正确，且不修改 z。"""
    z = torch.randn(4, 6, generator=generator)
    shift = torch.tensor([[0.0], [64.0], [-128.0], [512.0]])
    got, after = student.call_and_watch("softmax", z + shift, 1)
    expect_values(got, torch.softmax((z + shift).double(), dim=1).float(), terms=6)
    expect_unchanged(z + shift, after[0])


@pytest.mark.cell("test_softmax", weight=1)
@pytest.mark.depends("test_softmax_values")
@pytest.mark.hidden
def test_softmax_shape(student: Student, generator: torch.Generator) -> None:
    """softmax gives a tensor of the shape of z, also of a single row or column. / softmax 返回与 z 同形状的张量，只有一行或一列时也一样。"""
    inputs = [torch.randn(shape, generator=generator) for shape in ((1, 4), (5, 1), (3, 2))]
    found = student.gather_values([lambda z=z: student.call("softmax", z, 1) for z in inputs])
    for z, got in zip(inputs, found, strict=True):
        expect_shape(expect_tensor(got), tuple(z.shape))


# --- where_used, output_for ----------------------------------------------------------------------------------------

USES = {
    "identity": {"output"},
    "softmax": {"output"},
    "step": {"hidden"},
    "tanh": {"hidden"},
    "sigmoid": {"hidden", "output"},
    "relu": {"hidden", "output"},
}


PLAIN = """
import itertools

def plain(value):
    is_one = isinstance(value, (str, bytes)) or not hasattr(type(value), "__iter__")
    return value if is_one else list(itertools.islice(value, 100))

{key if isinstance(key, str) else repr(key): plain(value) for key, value in table.items()}
"""


def read_uses(student: Student) -> Any:
    """Return where_used with a list for each iterable: a generator can be read only once."""
    table = student.read("where_used")
    return student.evaluate(PLAIN, table=table) if isinstance(table, dict) else table


def expect_uses(student: Student, *names: str) -> None:
    """Expect these entries of where_used. The right sets are not shown: they would be the answer."""
    table = expect_mapping(student.remember("where_used", lambda: read_uses(student)))
    for name in names:
        if name not in table:
            raise WrongAnswer(f"{name} is not in where_used / where_used 中没有 {name}", table)
        try:
            expect_set(table[name], USES[name])
        except WrongAnswer as error:
            raise WrongAnswer(f"{name}: {error.message}", table[name]) from None


@pytest.mark.cell("test_where_used")
@pytest.mark.hidden
def test_where_identity_and_softmax(student: Student) -> None:
    """identity and softmax have the right sets. / identity 与 softmax 的集合正确。"""
    expect_uses(student, "identity", "softmax")


@pytest.mark.cell("test_where_used")
@pytest.mark.hidden
def test_where_step_and_tanh(student: Student) -> None:
    """step and tanh have the right sets. / step 与 tanh 的集合正确。"""
    expect_uses(student, "step", "tanh")


@pytest.mark.cell("test_where_used")
@pytest.mark.hidden
def test_where_sigmoid_and_relu(student: Student) -> None:
    """sigmoid and relu have the right sets. / sigmoid 与 relu 的集合正确。"""
    expect_uses(student, "sigmoid", "relu")


def expect_output(student: Student, task: str, name: str) -> None:
    """Expect one entry of output_for. The right name is not shown: it would be the answer."""
    table = expect_mapping(student.read("output_for"))
    if task not in table:
        raise WrongAnswer(f"{task} is not in output_for / output_for 中没有 {task}", table)
    try:
        expect_text(table[task], name)
    except WrongAnswer as error:
        raise WrongAnswer(f"{task}: {error.message}", table[task]) from None


@pytest.mark.cell("test_output_for")
@pytest.mark.hidden
def test_output_for_regression(student: Student) -> None:
    """The function for regression is the right one. / 回归任务选对了函数。"""
    expect_output(student, "regression", "identity")


@pytest.mark.cell("test_output_for")
@pytest.mark.hidden
def test_output_for_binary(student: Student) -> None:
    """The function for two classes is the right one. / 二分类任务选对了函数。"""
    expect_output(student, "binary", "sigmoid")


@pytest.mark.cell("test_output_for")
@pytest.mark.hidden
def test_output_for_multiclass(student: Student) -> None:
    """The function for several classes is the right one. / 多分类任务选对了函数。"""
    expect_output(student, "multiclass", "softmax")
