"""Values of student code, as readers see them and as numbers. No value whatever makes these functions fail."""

from __future__ import annotations

import itertools
from typing import Any

import numpy
import torch

from autograder.sandbox import Handle

__all__ = ["as_number", "as_tensor", "as_text", "describe", "describe_apart", "name_form", "show_apart", "show_digits"]

_DIGITS = (6, 9, 12, 17)
"""So many digits of a number are shown: the first that tell two values apart, or else all that a float has."""
_COUNTS = {1: ("one", "一"), 2: ("two", "两"), 3: ("three", "三"), 4: ("four", "四")}


def describe(value: object, most: int = 400, digits: int = _DIGITS[0]) -> str:
    """Return a value as a reader wants to see it, on few lines and at most `most` characters."""
    text = _Description(digits).of(value, 0)
    return text if len(text) <= most else text[: most - 1] + "…"


def describe_apart(one: object, other: object) -> tuple[str, str]:
    """Return both values with so many digits that they do not look the same, as far as they are not."""
    texts = ("", "")
    for digits in _DIGITS:
        texts = (describe(one, digits=digits), describe(other, digits=digits))
        if texts[0] != texts[1]:
            return texts
    return describe(one), describe(other)


def show_digits(number: float) -> str:
    """Return a number with as many digits as a reader wants."""
    return f"{number:.{_DIGITS[0]}g}"


def show_apart(one: complex, other: complex) -> tuple[str, str]:
    """Return two numbers with so many digits that they do not look the same, as far as they are not."""
    texts = ("", "")
    for digits in _DIGITS:
        texts = (_show_numbers(one, digits), _show_numbers(other, digits))
        if texts[0] != texts[1]:
            break
    return texts


class _Description:
    """Describes values with so many digits."""

    def __init__(self, digits: int) -> None:
        self._digits = digits

    def of(self, value: object, depth: int) -> str:
        """Return a value as a text; containers are opened down to a depth of 4."""
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, numpy.ndarray):
            if value.size > 64:
                return f"numpy array of {value.dtype} {value.shape}"
            return f"numpy array({self._numbers(value.tolist())}) {value.dtype} {value.shape}"
        if isinstance(value, numpy.generic):
            return f"numpy.{value.dtype}({self._numbers(value.item())})"
        if isinstance(value, (float, complex)):
            return self._numbers(value)
        if depth < 4 and isinstance(value, (list, tuple, dict, set, frozenset)):
            return self._container(value, depth + 1)
        value = value[:200] if isinstance(value, (str, bytes)) else value
        text = repr(value) if isinstance(value, (str, bytes, int, bool, Handle, type(None))) else "…"
        return text if len(text) <= 200 else text[:199] + "…"

    def _tensor(self, value: torch.Tensor) -> str:
        kind = f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
        if value.numel() > 64:
            return f"tensor of {kind}"
        gradient = ", requires_grad" if value.requires_grad else ""
        return f"tensor({self._numbers(value.detach().tolist())}) {kind}{gradient}"

    def _container(self, value: Any, depth: int) -> str:
        more = ", …" if len(value) > 12 else ""
        if isinstance(value, dict):
            pairs = [f"{self.of(k, depth)}: {self.of(v, depth)}" for k, v in list(value.items())[:12]]
            return "{" + ", ".join(pairs) + more + "}"
        if isinstance(value, (set, frozenset)):
            items = sorted(self.of(item, depth) for item in itertools.islice(value, 64))
            return "{" + ", ".join(items[:12]) + more + "}" if items else "set()"
        inside = ", ".join(self.of(item, depth) for item in value[:12]) + more
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"

    def _numbers(self, value: object) -> str:
        return _show_numbers(value, self._digits)


def _show_numbers(value: object, digits: int) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_show_numbers(item, digits) for item in value) + "]"
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return text + ("." if text.lstrip("-").isdigit() and abs(value) < 1e6 else "")
    if isinstance(value, complex):
        return f"{value:.{digits}g}"
    return str(value)


def name_form(value: object) -> tuple[str, str]:
    """Return what kind of thing a value is, in both languages, such as ("a tuple of two", "含两项的元组")."""
    if value is None:
        return "None", "None"
    if isinstance(value, Handle):
        return f"an object of type {value.type_name[:40]}", f"{value.type_name[:40]} 类型的对象"
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return _name_container(value)
    for kinds, english, chinese in _FORMS:
        if isinstance(value, kinds):
            return english, chinese
    return "another object", "其他对象"


_FORMS: tuple[tuple[tuple[type, ...], str, str], ...] = (
    ((torch.Tensor,), "a tensor", "张量"),
    ((numpy.ndarray,), "a numpy array", "numpy 数组"),
    ((str,), "a string", "字符串"),
    ((bytes,), "bytes", "字节串"),
    ((bool, numpy.bool_), "a bool", "布尔值"),
    ((int, float, numpy.number), "a number", "数"),
    ((complex,), "a complex number", "复数"),
)


def _name_container(value: Any) -> tuple[str, str]:
    names = {list: ("list", "列表"), tuple: ("tuple", "元组"), dict: ("dict", "字典")}
    english, chinese = next((name for kind, name in names.items() if isinstance(value, kind)), ("set", "集合"))
    if not value:
        return f"an empty {english}", f"空{chinese}"
    first, second = _COUNTS.get(len(value), (str(len(value)), f" {len(value)} "))
    return f"a {english} of {first}", f"含{second}项的{chinese}"


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
        if isinstance(value, (bool, int, float, complex)):
            return torch.tensor(value)
        if isinstance(value, (list, tuple)):
            return torch.tensor(value) if _is_plain(value) else _stack([as_tensor(item) for item in value])
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return None


def _is_plain(value: list[object] | tuple[object, ...]) -> bool:
    """Whether there are Python's own numbers in a nested list, and nothing else."""
    for item in value:
        if type(item) in (list, tuple):
            if not _is_plain(item):  # type: ignore[arg-type]
                return False
        elif type(item) not in (float, int, bool):
            return False
    return True


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
    if isinstance(value, (bool, int, float)):
        return _as_float(value)
    tensor = as_tensor(value)
    if tensor is None or tensor.numel() != 1 or tensor.is_complex():
        return None
    return float(tensor.item())


def _as_float(value: float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def as_text(value: object) -> str | None:
    """Return a string, or the one string in a container, else None."""
    return value if isinstance(value, str) else None
