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

from autograder.languages import join_languages
from autograder.sandbox.wire import Handle

__all__ = [
    "NO_MARGINS",
    "WrongAnswer",
    "as_number",
    "as_tensor",
    "describe",
    "expect",
    "expect_dtype",
    "expect_mapping",
    "expect_number",
    "expect_set",
    "expect_shape",
    "expect_tensor",
    "expect_text",
    "expect_unchanged",
    "expect_values",
    "merge_margins",
    "take_margins",
    "tolerance",
]


class WrongAnswer(AssertionError):
    """A value that is not the right one: what came back, what was expected, and a line that says what differs."""

    def __init__(self, message: str, got: object = ..., expected: object = ...) -> None:
        super().__init__(message)
        self.message = message
        self.got = "" if got is ... else describe(got)
        self.expected = "" if expected is ... else expected if isinstance(expected, str) else describe(expected)


# --- seeing --------------------------------------------------------------------------------------------------------


def describe(value: object, most: int = 400) -> str:
    """Return a value as a reader wants to see it, on few lines and at most `most` characters."""
    text = _describe(value, 0)
    return text if len(text) <= most else text[: most - 1] + "…"


def _describe(value: object, depth: int) -> str:
    if isinstance(value, torch.Tensor):
        shape = tuple(value.shape)
        kind = f"{str(value.dtype).removeprefix('torch.')} {shape}"
        if value.numel() > 64:
            return f"tensor of {kind}"
        numbers = _numbers(value.detach().tolist())
        gradient = ", requires_grad" if value.requires_grad else ""
        return f"tensor({numbers}) {kind}{gradient}"
    if isinstance(value, numpy.ndarray):
        if value.size > 64:
            return f"numpy array of {value.dtype} {value.shape}"
        return f"numpy array({_numbers(value.tolist())}) {value.dtype} {value.shape}"
    if isinstance(value, numpy.generic):
        return f"numpy.{value.dtype}({_numbers(value.item())})"
    if isinstance(value, float):
        return _numbers(value)
    if depth < 4 and isinstance(value, (list, tuple)):
        inside = ", ".join(_describe(item, depth + 1) for item in value[:12]) + (", …" if len(value) > 12 else "")
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if depth < 4 and isinstance(value, dict):
        pairs = [f"{_describe(k, depth + 1)}: {_describe(v, depth + 1)}" for k, v in list(value.items())[:12]]
        return "{" + ", ".join(pairs) + (", …" if len(value) > 12 else "") + "}"
    if depth < 4 and isinstance(value, (set, frozenset)):
        items = sorted(_describe(item, depth + 1) for item in value)
        return "{" + ", ".join(items[:12]) + "}" if items else "set()"
    text = repr(value) if isinstance(value, (str, bytes, int, bool, complex, Handle, type(None))) else "…"
    return text if len(text) <= 200 else text[:199] + "…"


def _numbers(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_numbers(item) for item in value) + "]"
    if isinstance(value, float):
        return f"{value:.6g}" + ("." if value.is_integer() and abs(value) < 1e6 else "")
    return str(value)


# --- reading -------------------------------------------------------------------------------------------------------


def as_tensor(value: object) -> torch.Tensor | None:
    """Return numbers in any container (tensor, array, nested list, number) as a plain tensor, else None."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    try:
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            array = numpy.asarray(value)
            if array.dtype.kind == "u" and array.dtype.itemsize > 1:
                array = array.astype("int64")
            return torch.from_numpy(array.copy())
        if isinstance(value, (bool, int, float)):
            return torch.tensor(value)
        if isinstance(value, (list, tuple)):
            return _stack([as_tensor(item) for item in value])
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return None


def _stack(parts: list[torch.Tensor | None]) -> torch.Tensor | None:
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    if not found:
        return torch.empty(0)
    if any(part.shape != found[0].shape for part in found):
        return None
    kind = found[0].dtype
    for part in found[1:]:
        kind = torch.promote_types(kind, part.dtype)
    return torch.stack([part.to(kind) for part in found])


def as_number(value: object) -> float | None:
    """Return a plain number, numpy scalar or tensor with one element as a float, else None. A bool counts as 0 or 1."""
    tensor = as_tensor(value)
    if tensor is None or tensor.numel() != 1 or tensor.is_complex():
        return None
    return float(tensor.item())


# --- margins: how near a comparison came to its tolerance ---------------------------------------------------------

NO_MARGINS = (0.0, math.inf)
_margins = [*NO_MARGINS]


def _measure(found: torch.Tensor, right: torch.Tensor, rtol: float, atol: float) -> float:
    """Return the largest error as a multiple of the tolerance; not finite where a number is not, or nothing is allowed.

    The largest that passed and the smallest that failed are remembered.
    """
    if atol == 0.0:
        return math.nan
    ratio = float(((found - right).abs() / (atol + rtol * right.abs())).max())
    if ratio <= 1.0:
        _margins[0] = max(_margins[0], ratio)
    elif math.isfinite(ratio):
        _margins[1] = min(_margins[1], ratio)
    return ratio


def take_margins() -> tuple[float, float]:
    """Return (largest error passed, smallest error failed) since the last call, as multiples of the tolerance."""
    passed, failed = _margins
    _margins[:] = NO_MARGINS
    return passed, failed


def merge_margins(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the margins of both together."""
    return max(one[0], other[0]), min(one[1], other[1])


_WIDEST = 2e-3  # a wrong answer must not become right by being handed over in a dtype of few digits


# --- judging -------------------------------------------------------------------------------------------------------


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
    """Return the value where it is a tensor."""
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
    `terms` is how many rounded numbers each was summed from. NaN is never right, inf only where it is expected.
    """
    tensor = as_tensor(got)
    if tensor is None:
        raise WrongAnswer("these are no numbers / 返回的不是数值", got, expected)
    shape, wanted = tuple(tensor.shape), tuple(expected.shape)
    if is_shape_free:
        shape, wanted = tuple(n for n in shape if n != 1), tuple(n for n in wanted if n != 1)
    if shape != wanted:
        raise WrongAnswer(f"the shape is {tuple(tensor.shape)} / 形状是 {tuple(tensor.shape)}", got, expected)
    if tensor.is_complex():
        raise WrongAnswer("complex numbers / 返回了复数", got, expected)
    found, right = tensor.reshape(-1).to(torch.float64), expected.detach().reshape(-1).to(torch.float64)
    if torch.equal(found, right):
        return
    if bool(torch.isnan(found).any()):
        raise WrongAnswer("nan is in the result / 结果中有 nan", got, expected)
    coarse = tensor.dtype if tensor.dtype.is_floating_point else expected.dtype
    if coarse.is_floating_point and expected.dtype.is_floating_point:
        coarse = max(coarse, expected.dtype, key=lambda kind: torch.finfo(kind).eps)
    rtol, atol = tolerance(coarse, terms)
    if _measure(found, right, rtol, atol) <= 1.0:
        return
    wrong = ~torch.isclose(found, right, rtol=rtol, atol=atol)
    count = int(wrong.sum())
    if count == 0:
        return
    first = int(wrong.nonzero()[0, 0])
    english, chinese = f"{count} of {len(right)} values differ", f"{len(right)} 个值中有 {count} 个不同"
    if len(right) > 1:
        mine, wanted_one = _numbers(float(found[first])), _numbers(float(right[first]))
        english += f"; first at position {first}: {mine} instead of {wanted_one}"
        chinese += f"；首先在位置 {first}：得到 {mine}，应为 {wanted_one}"
    raise WrongAnswer(join_languages(english, chinese), got, expected)


def expect_number(got: object, expected: float, *, rtol: float = 1e-5, atol: float = 1e-6) -> None:
    """Expect a number equal to this one: float, int, bool, 0-d tensor, numpy scalar."""
    number = as_number(got)
    if number is None:
        raise WrongAnswer("not a number / 不是一个数", got, expected)
    if not math.isclose(number, expected, rel_tol=rtol, abs_tol=atol):
        raise WrongAnswer("another number / 数值不对", got, expected)


def as_text(value: object) -> str | None:
    """Return a string, or the one string in a container, else None."""
    return value if isinstance(value, str) else None


def expect_text(got: object, expected: str) -> None:
    """Expect this string."""
    text = as_text(got)
    if text is None:
        raise WrongAnswer("not a string / 不是字符串", got, expected=repr(expected))
    if text != expected:
        raise WrongAnswer("another string / 字符串不对", got, expected=repr(expected))


def expect_set(got: object, expected: Collection[str]) -> None:
    """Expect these strings and no other, in a set, list or tuple; order and repetition do not matter."""
    if not isinstance(got, (set, frozenset, list, tuple)) or not all(isinstance(item, str) for item in got):
        raise WrongAnswer("not a set of strings / 不是字符串的集合", got, set(expected))
    if set(got) != set(expected):
        raise WrongAnswer("another set / 集合不对", got, set(expected))


def expect_mapping(got: object) -> Mapping[Any, Any]:
    """Return the value where it is a dict."""
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
