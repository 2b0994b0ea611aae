"""Probe an answer: ask it a lesson's questions, and note what it does on each.

A lesson's probes are in `tests/<lesson>/probes.py`: one generator function per solution cell, of the cell's name. It
yields (what is asked, a function that asks it), smallest and plainest input first::

    def double(student):
        for x in (0.0, -1.0, 1.0):
            yield f"double(tensor([{x}]))", lambda x=x: student.call("double", torch.tensor([x]))

Each function may be called long after it was yielded, or not at all: its inputs must be its own. What comes back, or
the kind of exception, becomes a line of the cell's fingerprint. Probes are no secret: the first one that comes out
otherwise than the reference's is the counterexample that the student is shown.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy
import torch

from autograder.errors import CourseError, StudentCrashed, StudentError, StudentMissing, StudentRaised, StudentTimedOut
from autograder.sandbox import Handle, Replay, Student
from autograder.suite.behaviours import Behaviour, Observation
from autograder.suite.exhibits import Exhibit
from autograder.suite.values import describe

if TYPE_CHECKING:
    from autograder.course import Lesson

__all__ = [
    "LessonProbes",
    "Probes",
    "Shows",
    "list_parts",
    "load_probes",
    "observe",
]

_MOST_PARTS = 256
_MOST_CHARS = 20_000

Probes = Callable[["Student"], Iterable[tuple[str, Callable[[], Any]]]]
Shows = Callable[["Student"], Iterable[Exhibit]]


@dataclass(frozen=True)
class LessonProbes:
    """What a lesson asks answers that lost points, by solution cell: its probes, and the exhibits that it shows."""

    probes: Mapping[str, Probes]
    exhibits: Mapping[str, Shows]


def load_probes(lesson: Lesson) -> LessonProbes:
    """Return what a lesson's probes.py asks; nothing if it has none."""
    path = lesson.suite_folder / "probes.py"
    if not path.is_file():
        return LessonProbes({}, {})
    status = path.stat()
    found = _load_functions(path, lesson.name, status.st_mtime_ns, status.st_size)
    cells = sorted({cell.grade_id for notebook in lesson.notebooks for cell in notebook.cells if cell.is_solution})
    return LessonProbes(
        {name: found[name] for name in cells if name in found},
        {name: found[f"show_{name}"] for name in cells if f"show_{name}" in found},
    )


@functools.lru_cache(maxsize=8)
def _load_functions(path: Path, lesson: str, time_ns: int, size: int) -> Mapping[str, Any]:
    """Return the functions of a file by name; the file is loaded anew when its time or size is another."""
    spec = importlib.util.spec_from_file_location(f"autograder_probes_{lesson}", path)
    if spec is None or spec.loader is None:
        raise CourseError("cannot be loaded", path=path)
    module: ModuleType = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"cannot be loaded ({type(error).__name__}: {error})", path=path) from error
    return {name: function for name, function in vars(module).items() if callable(function)}


def list_parts(probes: LessonProbes, cells: Sequence[str]) -> dict[tuple[str, str, int], Callable[[Student], Any]]:
    """Return all that these solution cells are asked, by kind ("probe", "exhibits"), cell and number."""
    parts: dict[tuple[str, str, int], Callable[[Student], Any]] = {}
    for name in cells:
        if name in probes.probes:
            for number in range(len(name_probes(probes.probes[name]))):
                parts["probe", name, number] = functools.partial(_ask_probe, probes.probes[name], number)
        if name in probes.exhibits:
            parts["exhibits", name, 0] = functools.partial(_show, probes.exhibits[name])
    return parts


def name_probes(probes: Probes) -> list[str]:
    """Return what each probe of a cell is called."""
    return [asked for asked, _ in _replayed(probes)[1]]


def _ask_probe(probes: Probes, number: int, student: Student) -> Any:
    if isinstance(student, Replay):
        understudy, asks = _replayed(probes)
        understudy.replay = student
        return asks[number][1]()
    return next(itertools.islice(probes(student), number, None))[1]()


class _Understudy(Student):
    """Answers as one replay after the other does, so that the probes of a cell are made once and not for each."""

    replay: Replay

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        return self.replay._answer(name, request)


@functools.lru_cache(maxsize=512)
def _replayed(probes: Probes) -> tuple[_Understudy, list[tuple[str, Callable[[], Any]]]]:
    student = _Understudy()
    return student, list(probes(student))


def _show(exhibits: Shows, student: Student) -> tuple[Exhibit, ...]:
    return tuple(exhibits(student))


def observe(probes: Probes, answers: Sequence[Any]) -> Behaviour:
    """Return what a cell did on its probes, from what came of each: a value, or the exception that was raised."""
    return Behaviour(tuple(_observe(*pair) for pair in zip(name_probes(probes), answers, strict=True)))


def _observe(asked: str, value: Any) -> Observation:
    if isinstance(value, StudentError):
        text = _error_text(value)
        return Observation(asked, text, str(value)[:200] if isinstance(value, StudentRaised) else text)
    if isinstance(value, BaseException):
        text = f"is nothing that can be looked at ({type(value).__name__})"
        return Observation(asked, text, text)
    try:
        return Observation(asked, canonical(value)[:_MOST_CHARS], describe(value, 300))
    except Exception as error:
        return _observe(asked, error)


def _error_text(error: StudentError) -> str:
    if isinstance(error, StudentRaised):
        return f"raises {error.type_name}"
    kinds = {
        StudentMissing: "is not defined",
        StudentTimedOut: "does not come back",
        StudentCrashed: "kills the process",
    }
    return kinds.get(type(error), "raises")


def canonical(value: Any) -> str:
    """Return a text that is equal for values that a reader would call the same: type, dtype, shape, rounded numbers."""
    if isinstance(value, torch.Tensor):
        gradient = " grad" if value.requires_grad else ""
        numbers = _rounded(value.detach().reshape(-1)[:256].tolist())
        return f"tensor {value.dtype} {tuple(value.shape)}{gradient} {numbers}"
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        array = numpy.asarray(value)
        return f"numpy {array.dtype} {array.shape} {_rounded(array.reshape(-1)[:256].tolist())}"
    if isinstance(value, Handle):
        return f"object {value.type_name}"
    if isinstance(value, dict):
        pairs = itertools.islice(value.items(), _MOST_PARTS)
        return "{" + ", ".join(sorted(f"{canonical(k)}: {canonical(v)}" for k, v in pairs)) + "}"
    if isinstance(value, (set, frozenset)):
        return "set " + ", ".join(sorted(canonical(item) for item in itertools.islice(value, _MOST_PARTS)))
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__} [" + ", ".join(canonical(item) for item in value[:_MOST_PARTS]) + "]"
    return f"{type(value).__name__} {_rounded(value)}"


def _rounded(value: Any) -> str:
    if isinstance(value, list):
        return "[" + " ".join(_rounded(item) for item in value) + "]"
    if isinstance(value, float):
        return (
            f"{value:.4g}" if math.isfinite(value) and abs(value) > 1e-6 else "0" if abs(value) <= 1e-6 else str(value)
        )
    return str(value)[:500]
