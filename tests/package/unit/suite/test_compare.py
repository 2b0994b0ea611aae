"""Comparisons: shape, dtype and finiteness first, never broadcast, and one way only to fail."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy
import pytest
import torch

from autograder.errors import StudentRaised, StudentTimedOut
from autograder.sandbox.wire import Handle
from autograder.suite import compare
from autograder.suite.compare import WrongAnswer
from autograder.suite.margins import Margins, record_margins

ZOO: dict[str, Any] = {
    "none": None,
    "text": "x",
    "empty text": "",
    "bytes": b"x",
    "handle": Handle(1, "Model"),
    "ragged": [[1.0], [1.0, 2.0]],
    "mixed": [1, "a", None],
    "nested handle": [Handle(1, "Model")],
    "dict": {"a": 1},
    "set": {1, 2},
    "nan": math.nan,
    "inf": math.inf,
    "complex": 1 + 2j,
    "complex tensor": torch.ones(3, dtype=torch.complex64),
    "huge int": 10**40,
    "empty list": [],
    "empty tensor": torch.empty(0),
    "0-d": torch.tensor(7.0),
    "nan tensor": torch.full((3,), math.nan),
    "bool tensor": torch.tensor([True, False, True]),
    "wide": torch.ones(3, 3, 3),
    "numpy text": numpy.array(["a", "b"]),
    "numpy uint64": numpy.array([2**63], dtype="uint64"),
    "deep": [[[[[[[[[[1]]]]]]]]]],
}
CHECKS: dict[str, Callable[[Any], Any]] = {
    "values": lambda value: compare.expect_values(value, torch.tensor([5.0, 6.0, 8.0, 9.0])),
    "values exact shape": lambda value: compare.expect_values(value, torch.full((2, 4), 3.0), is_shape_free=False),
    "shape": lambda value: compare.expect_shape(value, (4, 9)),
    "dtype": lambda value: compare.expect_dtype(value, torch.bfloat16),
    "number": lambda value: compare.expect_number(value, 0.123),
    "text": lambda value: compare.expect_text(value, "right"),
    "set": lambda value: compare.expect_set(value, {"hidden"}),
    "unchanged": lambda value: compare.expect_unchanged(torch.tensor([1.5, 2.5]), value),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", ZOO)
def test_every_odd_value_is_a_wrong_answer(check: str, name: str) -> None:
    """Nothing that a student returns makes a comparison fail in another way."""
    with pytest.raises(WrongAnswer):
        CHECKS[check](ZOO[name])


@pytest.mark.parametrize("name", ZOO)
def test_every_value_can_be_described(name: str) -> None:
    """A description is a short text, whatever the value."""
    assert 0 <= len(compare.describe(ZOO[name])) <= 400
    assert len(compare.describe([ZOO[name]] * 1000)) <= 400


RIGHT = torch.tensor([0.0, 1.0, 1.0])


@pytest.mark.parametrize(
    "got",
    [
        RIGHT,
        RIGHT.double(),
        RIGHT.int(),
        RIGHT.bool(),
        RIGHT.half(),
        RIGHT[:, None],
        RIGHT[None],
        [0, 1, 1],
        (False, True, True),
        [0.0, torch.tensor(1.0), numpy.float32(1)],
        RIGHT.numpy(),
        [[0], [1], [1]],
    ],
    ids=str,
)
def test_right_values_are_right_in_any_container(got: Any) -> None:
    """dtype, container and dimensions of size 1 do not touch the values."""
    compare.expect_values(got, RIGHT)


@pytest.mark.parametrize(
    "got",
    [torch.tensor(1.0), torch.ones(1), torch.ones(3, 3), [0, 1], [0, 1, 1, 0], torch.tensor([0.0, 1.0, 0.999])],
    ids=str,
)
def test_nothing_is_broadcast(got: Any) -> None:
    """Fewer or more numbers than expected are wrong, even where they would broadcast."""
    with pytest.raises(WrongAnswer):
        compare.expect_values(got, RIGHT)


def test_shape_counts_where_it_is_part_of_the_value() -> None:
    """(n, 1) is not (n,), and a transposed matrix is not the matrix."""
    with pytest.raises(WrongAnswer, match=r"\(3, 1\)"):
        compare.expect_values(RIGHT[:, None], RIGHT, is_shape_free=False)
    square = torch.arange(4.0).reshape(2, 2)
    with pytest.raises(WrongAnswer, match="2 of 4"):
        compare.expect_values(square.T, square)
    with pytest.raises(WrongAnswer):
        compare.expect_values(torch.ones(2, 3), torch.ones(3, 2))


def test_rounding_passes_and_a_small_error_does_not() -> None:
    """A few units in the last place are fine; one in a thousand is not, and for labels nothing is."""
    expected = torch.rand(50) + 0.5
    compare.expect_values(expected * (1 + 3e-7), expected)
    with pytest.raises(WrongAnswer):
        compare.expect_values(expected * 1.001, expected)
    with pytest.raises(WrongAnswer):
        compare.expect_values(torch.tensor([1, 2]), torch.tensor([1, 3]))
    compare.expect_values(expected.half(), expected)


def test_not_finite_is_right_only_where_it_is_expected() -> None:
    """nan never; inf only for inf of the same sign."""
    compare.expect_values([math.inf, -math.inf], torch.tensor([math.inf, -math.inf]))
    for got in ([math.inf, math.inf], [math.nan, -math.inf]):
        with pytest.raises(WrongAnswer):
            compare.expect_values(got, torch.tensor([math.inf, -math.inf]))
    with pytest.raises(WrongAnswer, match="nan"):
        compare.expect_values(torch.tensor([math.nan]), torch.tensor([math.nan]))


@pytest.mark.parametrize(
    "got", [0.75, torch.tensor(0.75), numpy.float32(0.75), torch.tensor([[0.75]]), [0.75], 3 / 4], ids=str
)
def test_a_number_is_a_number_in_any_form(got: Any) -> None:
    """Floats, 0-d tensors and numpy scalars are equal to the float."""
    compare.expect_number(got, 0.75)
    with pytest.raises(WrongAnswer):
        compare.expect_number(got, 0.76)


def test_sets_texts_and_changes() -> None:
    """Lists count as sets, True as 1, and a changed, retyped or reshaped input as changed."""
    compare.expect_set(["a", "b", "a"], {"a", "b"})
    compare.expect_set({"a"}, {"a"})
    compare.expect_number(True, 1)
    compare.expect_text("a", "a")
    z = torch.tensor([1.0, -0.0])
    compare.expect_unchanged(z, z.clone())
    for after in (z + 1, z.double(), z[:, None], [1.0, 0.0]):
        with pytest.raises(WrongAnswer):
            compare.expect_unchanged(z, after)


def test_an_exception_is_right_in_its_kind_and_below_it() -> None:
    """Any other one of student code is a wrong answer, as is a value; what is not student code's goes on."""
    compare.expect_raised(StudentRaised("ValueError", ""), "ValueError")
    compare.expect_raised(StudentRaised("Mine", "", bases=("ValueError", "Exception")), "ValueError")
    for wrong in (StudentRaised("TypeError", ""), 3.0, None):
        with pytest.raises(WrongAnswer):
            compare.expect_raised(wrong, "ValueError")
    with pytest.raises(StudentTimedOut):
        compare.expect_raised(StudentTimedOut("late"), "ValueError")


def test_margins_say_how_near_a_comparison_came() -> None:
    """The largest error that passed and the smallest that failed are noted where they are recorded, and only there."""
    expected = torch.ones(4)
    margins, others = Margins(), Margins()
    with record_margins(margins):
        compare.expect_values(expected * (1 + 1e-5), expected)
        with pytest.raises(WrongAnswer):
            compare.expect_values(expected * 1.01, expected)
        with record_margins(others):
            pass
    compare.expect_values(expected * (1 + 1e-4) - 1e-4, expected)
    assert 0.05 < margins.largest_passed < 1 < margins.smallest_failed < 1000
    assert others == Margins(0.0, math.inf)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "uint8", "uint16", "bool", "complex128"])
def test_arrays_and_scalars_of_numpy_are_compared_on_both_sides(dtype: str) -> None:
    """Whatever their dtype; one that is off is told."""
    right = numpy.array([0, 1, 1]).astype(dtype)
    compare.expect_values(right, right)
    compare.expect_values(right[1], right[1])
    compare.expect_values([0, 1, 1], right)
    with pytest.raises(WrongAnswer, match="1 of 3 values differ"):
        compare.expect_values(right, numpy.array([0, 1, 0]).astype(dtype))


def test_complex_numbers_are_right_where_they_are_expected() -> None:
    """Both parts count; where real ones are expected they are wrong."""
    right = torch.tensor([1 + 2j, 3 - 1j])
    compare.expect_values(right.numpy(), right)
    compare.expect_values([1 + 2j, 3 - 1j], right.conj().resolve_conj().conj())
    with pytest.raises(WrongAnswer, match=r"2 of 2 values differ; first at position 0: 1-2j instead of 1\+2j"):
        compare.expect_values(right.conj(), right)
    with pytest.raises(WrongAnswer, match="complex numbers / 返回了复数"):
        compare.expect_values(right, right.real)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_in_few_digits_two_units_in_the_last_place_are_right(dtype: torch.dtype) -> None:
    """A cap that is below one unit would refuse what is rounded rightly; a wrong number is still one."""
    right = torch.tensor([1.0, 3.0], dtype=dtype)
    eps = torch.finfo(dtype).eps
    compare.expect_values(right + eps, right)
    with pytest.raises(WrongAnswer):
        compare.expect_values(right + 16 * eps, right)
    compare.expect_values(right + 16 * eps, right, ulps=20)
    with pytest.raises(WrongAnswer):  # what is expected in many digits is not excused by a dtype of few
        compare.expect_values(torch.tensor([1.01], dtype=dtype), torch.tensor([1.0]))


def test_a_suite_may_set_the_tolerance() -> None:
    """`rtol` and `atol` replace the usual one; units in the last place are another way to say it, never both."""
    right = torch.tensor([1.0, 100.0])
    compare.expect_values(right * 1.01, right, rtol=0.02)
    with pytest.raises(WrongAnswer):
        compare.expect_values(right + 0.1, right, atol=0.05)
    compare.expect_values(right + 0.1, right, atol=0.2)
    with pytest.raises(WrongAnswer):
        compare.expect_values(right * (1 + 1e-6), right, ulps=2)
    with pytest.raises(TypeError, match="ulps"):
        compare.expect_values(right * 1.01, right, rtol=0.02, ulps=1)


def test_the_digits_that_differ_are_shown() -> None:
    """Never "1. instead of 1."; in the message, and in what came back and was expected."""
    right = torch.tensor([1.0, 2.0], dtype=torch.float64)
    with pytest.raises(WrongAnswer) as caught:
        compare.expect_values(right + 1e-8, right)
    assert "first at position 0: 1.00000001 instead of 1." in caught.value.message
    assert "第一处在位置 0：得到 1.00000001，应为 1." in caught.value.message
    assert caught.value.got == "tensor([1.00000001, 2.00000001]) float64 (2,)"
    with pytest.raises(WrongAnswer) as caught:
        compare.expect_number(1.00000001, 1.0, rtol=1e-9, atol=0)
    assert (caught.value.got, caught.value.expected) == ("1.00000001", "1.")


def test_shape_and_dtype_are_told_of_arrays_too() -> None:
    """A numpy array has both."""
    compare.expect_shape(numpy.ones((2, 3)), (2, 3))
    compare.expect_dtype(numpy.ones(2, dtype="float32"), numpy.float32)
    compare.expect_dtype(numpy.float64(2.0), numpy.dtype("float64"))
    with pytest.raises(WrongAnswer, match="the dtype is float64 / dtype 是 float64"):
        compare.expect_dtype(numpy.ones(2), numpy.float32)
    with pytest.raises(WrongAnswer, match=r"not a tensor / .*不是张量"):
        compare.expect_dtype(numpy.ones(2, dtype="float32"), torch.float32)
    with pytest.raises(WrongAnswer, match=r"not an array / .*不是数组"):
        compare.expect_dtype(torch.ones(2), numpy.float32)
    with pytest.raises(WrongAnswer, match=r"the shape is \(2,\)"):
        compare.expect_shape(numpy.ones(2), (3,))
