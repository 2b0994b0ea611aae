"""Compare what a student's code gave with what it must be: shape, dtype and finiteness first, then values.

Nothing here broadcasts, and nothing asks a student's value for truth or equality: only plain tensors, numbers, strings
and containers that came over the wire are looked at. A wrong answer is a `WrongAnswer`; no value whatever makes these
functions fail in another way.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy
import torch

from autograder.errors import StudentRaised
from autograder.suite.margins import note_error
from autograder.suite.values import as_number, as_tensor, as_text, describe, show_numbers
from autograder.text import join_languages

__all__ = [
    "WrongAnswer",
    "expect",
    "expect_dtype",
    "expect_mapping",
    "expect_number",
    "expect_raised",
    "expect_set",
    "expect_shape",
    "expect_tensor",
    "expect_text",
    "expect_unchanged",
    "expect_values",
    "tolerance",
]

_OF_NUMPY = {
    torch.bool,
    torch.uint8,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.float16,
    torch.float32,
    torch.float64,
}
_WIDEST = 2e-3  # a wrong answer must not become right by being handed over in a dtype of few digits


class WrongAnswer(AssertionError):
    """A value that is not the right one: what came back, what was expected, and a line that says what differs."""

    def __init__(self, message: str, got: object = ..., expected: object = ...) -> None:
        super().__init__(message)
        self.message = message
        self.got = "" if got is ... else describe(got)
        self.expected = "" if expected is ... else expected if isinstance(expected, str) else describe(expected)


def tolerance(dtype: torch.dtype, terms: int = 1) -> tuple[float, float]:
    """Return (rtol, atol) for a result of this dtype to which `terms` rounded numbers were added up.

    Several hundred units in the last place times the square root of the number of terms: wide enough for every order
    of summation, far too narrow for a wrong formula.
    """
    if not dtype.is_floating_point:
        return 0.0, 0.0
    step = min(torch.finfo(dtype).eps * 256 * math.sqrt(max(terms, 1)), _WIDEST)
    return step, step


def expect(is_right: bool, message: str, got: object = ..., expected: object = ...) -> None:
    """Raise `WrongAnswer` unless `is_right`."""
    if not is_right:
        raise WrongAnswer(message, got, expected)


def expect_tensor(got: object, expected: object = "a torch.Tensor / 一个 torch.Tensor") -> torch.Tensor:
    """Return the value if it is a tensor; a wrong answer otherwise."""
    if not isinstance(got, torch.Tensor):
        raise WrongAnswer("not a tensor / 不是张量", got, expected)
    return got


def expect_shape(got: object, shape: Collection[int]) -> None:
    """Expect a tensor of exactly this shape."""
    tensor = expect_tensor(got, f"a tensor of shape {tuple(shape)} / 形状为 {tuple(shape)} 的张量")
    if tuple(tensor.shape) != tuple(shape):
        raise WrongAnswer(
            f"the shape is {tuple(tensor.shape)} / 形状是 {tuple(tensor.shape)}", got, f"shape {tuple(shape)}"
        )


def expect_dtype(got: object, dtype: torch.dtype) -> None:
    """Expect a tensor of exactly this dtype."""
    name = str(dtype).removeprefix("torch.")
    tensor = expect_tensor(got, f"a tensor of dtype {name} / dtype 为 {name} 的张量")
    if tensor.dtype is not dtype:
        found = str(tensor.dtype).removeprefix("torch.")
        raise WrongAnswer(f"the dtype is {found} / dtype 是 {found}", got, f"dtype {name}")


def expect_values(got: object, expected: torch.Tensor, *, terms: int = 1, is_shape_free: bool = True) -> None:
    """Expect these numbers, whatever container and dtype they came in.

    Dimensions of size 1 may be added or left out where `is_shape_free`; otherwise the shape is part of the value.
    `terms` is how many rounded numbers each was summed from. NaN is never right, inf only if it is expected.
    """
    tensor = got if type(got) is torch.Tensor else as_tensor(got)
    if tensor is None:
        raise WrongAnswer("these are no numbers / 返回的不是数值", got, expected)
    if tensor.shape != expected.shape and not (is_shape_free and _long_sides(tensor) == _long_sides(expected)):
        raise WrongAnswer(f"the shape is {tuple(tensor.shape)} / 形状是 {tuple(tensor.shape)}", got, expected)
    if tensor.is_complex():
        raise WrongAnswer("complex numbers / 返回了复数", got, expected)
    found, right = _as_doubles(tensor), _as_doubles(expected)
    if not numpy.count_nonzero(found != right):
        return
    rtol, atol = _allow(tensor.dtype, expected.dtype, terms)
    if _measure_error(found, right, rtol, atol) <= 1.0:
        return
    if numpy.isnan(found).any():
        raise WrongAnswer("nan is in the result / 结果中有 nan", got, expected)
    wrong = ~torch.isclose(torch.from_numpy(found), torch.from_numpy(right), rtol=rtol, atol=atol)
    count = int(wrong.sum())
    if count:
        first = int(wrong.nonzero()[0, 0])
        message = _describe_difference(count, len(right), first, float(found[first]), float(right[first]))
        raise WrongAnswer(message, got, expected)


def _long_sides(tensor: torch.Tensor) -> list[int]:
    return [size for size in tensor.shape if size != 1]


def _as_doubles(tensor: torch.Tensor) -> numpy.ndarray[Any, numpy.dtype[numpy.float64]]:
    """Return the numbers in their order as float64, shape (n,). numpy takes half the time for a few numbers."""
    plain = tensor if tensor.dtype in _OF_NUMPY else tensor.detach().to(torch.float64)
    return plain.numpy(force=True).astype(numpy.float64).reshape(-1)


@functools.lru_cache(maxsize=1024)
def _allow(found: torch.dtype, right: torch.dtype, terms: int) -> tuple[float, float]:
    """Return (rtol, atol): the coarser dtype decides."""
    coarse = found if found.is_floating_point else right
    if coarse.is_floating_point and right.is_floating_point:
        coarse = max(coarse, right, key=lambda kind: torch.finfo(kind).eps)
    return tolerance(coarse, terms)


def _describe_difference(count: int, total: int, first: int, mine: float, wanted: float) -> str:
    english, chinese = f"{count} of {total} values differ", f"{total} 个值中有 {count} 个不同"
    if total > 1:
        one, other = show_numbers(mine), show_numbers(wanted)
        english += f"; first at position {first}: {one} instead of {other}"
        chinese += f"；首先在位置 {first}：得到 {one}，应为 {other}"
    return join_languages(english, chinese)


def expect_number(got: object, expected: float, *, rtol: float = 1e-5, atol: float = 1e-6) -> None:
    """Expect a number equal to this one: float, int, bool, 0-d tensor, numpy scalar."""
    number = as_number(got)
    if number is None:
        raise WrongAnswer("not a number / 不是一个数", got, expected)
    if not math.isclose(number, expected, rel_tol=rtol, abs_tol=atol):
        raise WrongAnswer("wrong number / 数值不对", got, expected)


def expect_raised(got: object, kind: str) -> None:
    """Expect that what `gather` gave is an exception of this kind, which student code raised.

    Any other exception is raised; a value is wrong.
    """
    if isinstance(got, StudentRaised):
        name = got.type_name
        expect(got.is_kind(kind), f"raised {name} / 抛出了 {name}", name, kind)
    elif isinstance(got, Exception):
        raise got
    else:
        raise WrongAnswer("no exception / 没有抛出异常", got, kind)


def expect_text(got: object, expected: str) -> None:
    """Expect this string."""
    text = as_text(got)
    if text is None:
        raise WrongAnswer("not a string / 不是字符串", got, expected=repr(expected))
    if text != expected:
        raise WrongAnswer("wrong string / 字符串不对", got, expected=repr(expected))


def expect_set(got: object, expected: Collection[str]) -> None:
    """Expect these strings and no other, in a set, list or tuple; order and repetition do not matter."""
    if not isinstance(got, (set, frozenset, list, tuple)) or not all(isinstance(item, str) for item in got):
        raise WrongAnswer("not a set of strings / 不是字符串的集合", got, set(expected))
    if set(got) != set(expected):
        raise WrongAnswer("wrong set / 集合不对", got, set(expected))


def expect_mapping(got: object) -> Mapping[Any, Any]:
    """Return the value if it is a dict; a wrong answer otherwise."""
    if not isinstance(got, dict):
        raise WrongAnswer("not a dict / 不是字典", got, "a dict / 一个字典")
    return got


def expect_unchanged(before: object, after: object) -> None:
    """Expect that an argument is after the call what it was before it: type, dtype, shape, numbers."""
    left, right = as_tensor(before), as_tensor(after)
    is_same = (
        left is not None
        and right is not None
        and type(before) is type(after)
        and left.dtype is right.dtype
        and left.shape == right.shape
        and torch.equal(left, right)
    )
    if not is_same:
        raise WrongAnswer("the function changed its input / 函数修改了输入", after, before)


@numpy.errstate(all="ignore")
def _measure_error(found: Any, right: Any, rtol: float, atol: float) -> float:
    """Return the largest error as a multiple of the tolerance; nan if nothing is allowed or one of them is nan."""
    if atol == 0.0:
        return math.nan
    error = float(numpy.maximum.reduce(abs(found - right) / (atol + rtol * abs(right))))
    note_error(error)
    return error
