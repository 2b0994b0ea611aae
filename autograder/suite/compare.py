"""Compare what a student's code gave with what it must be: shape, dtype and finiteness first, then values.

Nothing here broadcasts, and nothing asks a student's value for truth or equality: only plain tensors, numbers, strings
and containers that came over the wire are looked at. A wrong answer is a `WrongAnswer`; no value whatever makes these
functions fail in another way.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy
import torch

from autograder.errors import StudentRaised
from autograder.suite.margins import note_error
from autograder.suite.tolerances import allow, tolerance
from autograder.suite.values import as_number, as_tensor, as_text, describe, describe_apart, name_form, show_apart
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
    "number_of",
    "say_other_form",
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


class WrongAnswer(AssertionError):
    """A value that is not the right one: what came back, what was expected, and a line that says what differs.

    `value` is what came back, as it is; `...` where a test says only that something is wrong.
    """

    def __init__(self, message: str, got: object = ..., expected: object = ...) -> None:
        super().__init__(message)
        self.message = message
        self.value = got
        self.got = "" if got is ... else describe(got)
        self.expected = "" if expected is ... else expected if isinstance(expected, str) else describe(expected)
        if self.got and self.got == self.expected:
            self.got, self.expected = describe_apart(got, expected)

    def renamed(self, message: str) -> WrongAnswer:
        """Return the same with another message."""
        other = WrongAnswer(message)
        other.value, other.got, other.expected = self.value, self.got, self.expected
        return other


def expect(is_right: bool, message: str, got: object = ..., expected: object = ...) -> None:
    """Raise `WrongAnswer` unless `is_right`."""
    if not is_right:
        raise WrongAnswer(message, got, expected)


def expect_tensor(got: object, expected: object = "a torch.Tensor / 一个 torch.Tensor") -> torch.Tensor:
    """Return the value if it is a tensor; a wrong answer otherwise."""
    if not isinstance(got, torch.Tensor):
        raise WrongAnswer(say_other_form(got, "not a tensor", "不是张量"), got, expected)
    return got


def number_of(got: object, expected: object = "a number / 一个数") -> float:
    """Return the value as a float if it is a number; a wrong answer otherwise. NaN and inf are numbers."""
    number = as_number(got)
    if number is None:
        raise WrongAnswer(say_other_form(got, "not a number", "不是一个数"), got, expected)
    return number


def say_other_form(got: object, english: str, chinese: str) -> str:
    """Return what a value is, and what it is not, in both languages."""
    form, name = name_form(got)
    return join_languages(f"{form}, {english}", f"{name}，{chinese}")


def expect_shape(got: object, shape: Collection[int]) -> None:
    """Expect a tensor or a numpy array of exactly this shape."""
    wanted = f"a tensor of shape {tuple(shape)} / 形状为 {tuple(shape)} 的张量"
    tensor = got if isinstance(got, numpy.ndarray) else expect_tensor(got, wanted)
    if tuple(tensor.shape) != tuple(shape):
        raise WrongAnswer(
            f"the shape is {tuple(tensor.shape)} / 形状是 {tuple(tensor.shape)}", got, f"shape {tuple(shape)}"
        )


def expect_dtype(got: object, dtype: torch.dtype | numpy.dtype[Any] | type[numpy.generic]) -> None:
    """Expect a tensor of exactly this dtype of torch, or a numpy array of exactly this dtype of numpy."""
    if isinstance(dtype, torch.dtype):
        name = str(dtype).removeprefix("torch.")
        tensor = expect_tensor(got, f"a tensor of dtype {name} / dtype 为 {name} 的张量")
        found = str(tensor.dtype).removeprefix("torch.")
    else:
        name = numpy.dtype(dtype).name
        if not isinstance(got, (numpy.ndarray, numpy.generic)):
            raise WrongAnswer(say_other_form(got, "not an array", "不是数组"), got, f"an array of dtype {name}")
        found = got.dtype.name
    if found != name:
        raise WrongAnswer(f"the dtype is {found} / dtype 是 {found}", got, f"dtype {name}")


def expect_values(
    got: object,
    expected: object,
    *,
    terms: int = 1,
    is_shape_free: bool = True,
    rtol: float | None = None,
    atol: float | None = None,
    ulps: float | None = None,
) -> None:
    """Expect these numbers, whatever container and dtype they came in; `expected` may be in any container, too.

    Dimensions of size 1 may be added or left out where `is_shape_free`; otherwise the shape is part of the value.
    `terms` is how many rounded numbers each was summed from. NaN is never right, inf only if it is expected.
    The tolerance is that of the coarser dtype; `rtol` and `atol` replace it, or `ulps`, so many units in its last
    place.
    """
    right_tensor = _read_expected(expected)
    tensor = as_tensor(got)
    if tensor is None:
        raise WrongAnswer(_say_no_numbers(got), got, expected)
    if tensor.shape != right_tensor.shape and not (is_shape_free and _long_sides(tensor) == _long_sides(right_tensor)):
        raise WrongAnswer(_say_other_shape(got, tensor), got, expected)
    if tensor.is_complex() and not right_tensor.is_complex():
        raise WrongAnswer("complex numbers / 返回了复数", got, expected)
    found, right = _as_numbers(tensor), _as_numbers(right_tensor)
    if not numpy.count_nonzero(found != right):
        return
    tolerances = allow(tensor.dtype, right_tensor.dtype, terms, rtol, atol, ulps)
    if _measure_error(found, right, *tolerances) <= 1.0:
        return
    if numpy.isnan(found).any():
        raise WrongAnswer("nan is in the result / 结果中有 nan", got, expected)
    wrong = ~numpy.isclose(found, right, rtol=tolerances[0], atol=tolerances[1])
    if wrong.any():
        raise WrongAnswer(_describe_difference(wrong, found, right), got, expected)


def _read_expected(expected: object) -> torch.Tensor:
    tensor = expected if type(expected) is torch.Tensor else as_tensor(expected)
    if tensor is None:
        raise TypeError(f"expected is {name_form(expected)[0]}, no numbers")
    return tensor


def _say_no_numbers(got: object) -> str:
    return say_other_form(got, "no numbers", "不是数值")


def _say_other_shape(got: object, tensor: torch.Tensor) -> str:
    """Return what is wrong with the shape; several results in place of one are named as such."""
    if isinstance(got, (tuple, list)) and any(isinstance(item, (torch.Tensor, numpy.ndarray)) for item in got):
        return say_other_form(got, "not a tensor", "不是张量")
    return f"the shape is {tuple(tensor.shape)} / 形状是 {tuple(tensor.shape)}"


def _long_sides(tensor: torch.Tensor) -> list[int]:
    return [size for size in tensor.shape if size != 1]


def _as_numbers(tensor: torch.Tensor) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    """Return the numbers in their order as float64 or complex128, shape (n,).

    numpy takes half the time for a few numbers.
    """
    if tensor.is_complex():
        return tensor.detach().resolve_conj().resolve_neg().to(torch.complex128).numpy(force=True).reshape(-1)
    plain = tensor if tensor.dtype in _OF_NUMPY else tensor.detach().to(torch.float64)
    return plain.numpy(force=True).astype(numpy.float64).reshape(-1)


def _describe_difference(wrong: Any, found: Any, right: Any) -> str:
    """Return how many numbers are wrong, and of the first one as many digits as it takes to see it."""
    count, total, first = int(wrong.sum()), len(right), int(wrong.argmax())
    one, other = show_apart(found[first].item(), right[first].item())
    english, chinese = f"{count} of {total} values differ", f"{total} 个值中有 {count} 个不同"
    if total > 1:
        english += f"; first at position {first}: {one} instead of {other}"
        chinese += f"；第一处在位置 {first}：得到 {one}，应为 {other}"
    return join_languages(english, chinese)


def expect_number(got: object, expected: float, *, rtol: float = 1e-5, atol: float = 1e-6) -> None:
    """Expect a number equal to this one: float, int, bool, 0-d tensor, numpy scalar."""
    number = number_of(got, expected)
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
        raise WrongAnswer(say_other_form(got, "not a string", "不是字符串"), got, expected=repr(expected))
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
        raise WrongAnswer(say_other_form(got, "not a dict", "不是字典"), got, "a dict / 一个字典")
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
