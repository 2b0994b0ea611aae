"""Look at what is there before computing with it: what came instead is the student's wrong answer, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy
import torch

from autograder.sandbox import Student
from autograder.suite.compare import WrongAnswer, expect_tensor, number_of, say_other_form
from autograder.suite.values import as_tensor
from autograder.text import join_languages, split_languages

__all__ = [
    "expect_array",
    "expect_list",
    "expect_pair",
    "read_array",
    "read_list",
    "read_number",
    "read_tensor",
    "read_text",
]

Shape = Sequence[int | None]


def expect_array(got: object, shape: Shape | None = None) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    """Return a numpy array or a tensor as a numpy array; a wrong answer otherwise. None in `shape` is any size."""
    tensor = as_tensor(got) if isinstance(got, (numpy.ndarray, torch.Tensor)) else None
    if tensor is None:
        raise WrongAnswer(say_other_form(got, "not an array", "不是数组"), got, _say_array(shape))
    _check_shape(got, tuple(tensor.shape), shape)
    return got if isinstance(got, numpy.ndarray) else _as_array(tensor)


def _as_array(tensor: torch.Tensor) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    plain = tensor.float() if tensor.dtype is torch.bfloat16 else tensor  # numpy has no bfloat16
    return plain.resolve_conj().resolve_neg().numpy(force=True)


def _say_array(shape: Shape | None) -> str:
    if shape is None:
        return "an array / 一个数组"
    sizes = _say_sizes(shape)
    return f"an array of shape {sizes} / 形状为 {sizes} 的数组"


def _say_sizes(shape: Shape) -> str:
    sizes = ["any" if size is None else str(size) for size in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _check_shape(got: object, found: tuple[int, ...], shape: Shape | None) -> None:
    if shape is None:
        return
    is_same = len(found) == len(shape) and all(want in (None, size) for size, want in zip(found, shape, strict=True))
    if not is_same:
        raise WrongAnswer(f"the shape is {found} / 形状是 {found}", got, _say_array(shape))


def expect_pair(got: object) -> tuple[Any, Any]:
    """Return both parts of a tuple or list of two; a wrong answer otherwise."""
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        raise WrongAnswer(say_other_form(got, "not a pair", "不是一对值"), got, "a pair / 一对值")
    return got[0], got[1]


def expect_list(got: object, *, length: int | None = None, least: int = 0) -> list[Any]:
    """Return a list or tuple as a list; a wrong answer if it is none, or has another length or fewer than `least`."""
    if not isinstance(got, (list, tuple)):
        raise WrongAnswer(say_other_form(got, "not a list", "不是列表"), got, "a list / 一个列表")
    if length is not None and len(got) != length:
        raise WrongAnswer(
            say_other_form(got, f"not of {length}", f"应为 {length} 项"), got, f"{length} items / {length} 项"
        )
    if len(got) < least:
        wanted = f"at least {least} items / 至少 {least} 项"
        raise WrongAnswer(say_other_form(got, f"fewer than {least}", f"少于 {least} 项"), got, wanted)
    return list(got)


# --- names of the notebook -------------------------------------------------------------------------------------------


_T = TypeVar("_T")


def _named(name: str, check: Callable[[object], _T], student: Student) -> _T:
    """Return what `check` makes of a name's value; what is wrong with it is said of the name."""
    value = student.read(name)
    try:
        return check(value)
    except WrongAnswer as wrong:
        english, chinese = split_languages(wrong.message)
        raise wrong.renamed(join_languages(f"{name}: {english}", f"{name}：{chinese}")) from None


def read_array(student: Student, name: str, shape: Shape | None = None) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    """Return a name of the notebook as a numpy array; a wrong answer if it is something else."""
    return _named(name, lambda value: expect_array(value, shape), student)


def read_tensor(student: Student, name: str, shape: Shape | None = None) -> torch.Tensor:
    """Return a name of the notebook that is a tensor; a wrong answer if it is something else."""

    def check(value: object) -> torch.Tensor:
        tensor = expect_tensor(value, "a tensor / 一个张量")
        _check_shape(value, tuple(tensor.shape), shape)
        return tensor

    return _named(name, check, student)


def read_number(student: Student, name: str) -> float:
    """Return a name of the notebook as a float; a wrong answer if it is no number. NaN and inf are numbers."""
    return _named(name, number_of, student)


def read_text(student: Student, name: str) -> str:
    """Return a name of the notebook that is a string; a wrong answer if it is something else."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise WrongAnswer(say_other_form(value, "not a string", "不是字符串"), value, "a string / 一个字符串")
        return value

    return _named(name, check, student)


def read_list(student: Student, name: str, *, length: int | None = None, least: int = 0) -> list[Any]:
    """Return a name of the notebook as a list; a wrong answer if it is no list, or too short."""
    return _named(name, lambda value: expect_list(value, length=length, least=least), student)
