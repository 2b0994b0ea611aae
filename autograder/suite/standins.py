"""Is a cell right, given what it calls? The source's own answer is asked the same, with a student's functions in it.

The source's answer never enters the student's process, and the student's code never the source's. In a copy of the
source's notebook, the names that its cell takes from others are replaced: values by the student's values, functions by
stand-ins, which know what the student's functions gave for some arguments. What a stand-in does not know it notes, and
goes on with what the source's function gives; then the student's notebook is asked for that, and all is asked again,
until nothing is new. What comes of it last is what the source's answer does with the student's functions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.errors import StudentError, StudentMissing, StudentRaised
from autograder.sandbox import Handle, Student, StudentNotebook
from autograder.suite.behaviours import Behaviour
from autograder.suite.probes import LessonProbes, Probes, list_parts, observe
from autograder.suite.standin_source import INSTALL, LEARN, LOOK, TURN
from autograder.suite.together import Beside, Turn

__all__ = ["Rewritten", "Swap", "observe_swapped", "observe_with_standins"]

_MOST_ROUNDS = 6
_MOST_CALLS = 100
_MOST_DEPTH = 8
_MOST_S = 0.5  # of the student's time: what is shown must not cost points
_CLASSES = frozenset({"type", "ABCMeta", "EnumType"})
_INDEX = 1_000_000  # of a cell that no notebook has
_NAMES = "_names_of_this_notebook"


Ask = Callable[[Student], Any]


@dataclass(frozen=True)
class Rewritten:
    """A solution cell of the source, to be run with other names: those that it `uses`. `names` are what it defines."""

    source: str
    names: tuple[str, ...]
    uses: tuple[str, ...]


class _Undecided(Exception):
    """Something cannot be had as a plain value, or does not come back."""


@dataclass(frozen=True)
class Swap:
    """A name of the student's that gets the function of an `other` name; `is_turned` if its results come reversed."""

    name: str
    other: str
    is_turned: bool


def observe_with_standins(
    probes: Probes, cell: Rewritten, mine: StudentNotebook, reference: StudentNotebook
) -> Behaviour | None:
    """Return what the source's answer does on the cell's probes with what the student's names give, None if unknown.

    `mine` is the student's notebook, `reference` the source's; both are asked in copies of their own.
    """
    here, there = Beside(mine), Beside(reference)
    try:
        return _observe(probes, cell, here, there)
    except (_Undecided, StudentError):
        return None
    finally:
        here.close()
        there.close()


def observe_swapped(
    probes: Probes, cell: Rewritten, swaps: Sequence[Swap], mine: StudentNotebook, reference: StudentNotebook
) -> tuple[Behaviour, Behaviour] | None:
    """Return what the student's cell and the source's do where names of the student's stand for other functions of his.

    Two answers that only happen to do the same, since a function is wrong, part where another one is in its place. None
    if that cannot be known.
    """
    here, there = Beside(mine), Beside(reference)
    try:
        _ask_one(here, functools.partial(_run_cell, TURN + _assign(swaps)))
        found = observe(probes, _ask(here, _list_asks(probes)))
        return found, _observe(probes, cell, here, there)
    except (_Undecided, StudentError):
        return None
    finally:
        here.close()
        there.close()


def _assign(swaps: Sequence[Swap]) -> str:
    values = [f"_turned({swap.other})" if swap.is_turned else swap.other for swap in swaps]
    return f"{', '.join(swap.name for swap in swaps)}, = {', '.join(values)},"


def _list_asks(probes: Probes) -> list[Ask]:
    return list(list_parts(LessonProbes({"": probes}, {}), [""]).values())


def _observe(probes: Probes, cell: Rewritten, here: Beside, there: Beside) -> Behaviour:
    state = _install(there, _read_names(here, cell.uses))
    answers: list[Any] = []
    start_s = here.notebook.used_s
    for _ in range(_MOST_ROUNDS):
        if here.notebook.used_s - start_s > _MOST_S:
            raise _Undecided
        _ask_one(there, functools.partial(_learn, state, list(cell.names), answers))
        _ask_one(there, functools.partial(_run_cell, cell.source))
        found = _ask(there, _list_asks(probes))
        noted, odd = _ask_one(there, lambda student: student.evaluate(LOOK, state=state))
        if odd or len(noted) > _MOST_CALLS:
            raise _Undecided
        if not noted:
            return observe(probes, found)
        answers = _ask_calls(here, noted)
    raise _Undecided


def _ask(beside: Beside, asks: Sequence[Ask]) -> list[Any]:
    """Return what each of these gives or raises, asked in one go; `_Undecided` if the process is lost."""
    turns = [Turn(ask) for ask in asks]
    beside.run(turns)
    if not all(turn.is_done for turn in turns):
        raise _Undecided
    return [turn.error or turn.result for turn in turns]


def _ask_one(beside: Beside, ask: Ask) -> Any:
    """Return what this gives; `_Undecided` if it raises anything."""
    (found,) = _ask(beside, [ask])
    if isinstance(found, BaseException):
        raise _Undecided from found
    return found


def _learn(state: Handle, own: list[str], answers: list[Any], student: Student) -> None:
    student.evaluate(LEARN, state=state, own=own, answers=answers)


def _run_cell(source: str, student: Student) -> None:
    """Run a cell of the source once more. If it fails, it defines nothing from there on, as a student's cell does."""
    student._answer("", {"op": "cell", "source": source, "index": _INDEX})


def _read_names(here: Beside, names: Sequence[str]) -> dict[str, Any]:
    """Return what the student's names hold: "values", and which are "functions" and which "missing"."""
    found: dict[str, Any] = {"values": {}, "functions": [], "missing": []}
    reads = [functools.partial(Student.read, name=name) for name in names]
    for name, value in zip(names, _ask(here, reads), strict=True):
        if isinstance(value, StudentMissing):
            found["missing"].append(name)
        elif isinstance(value, Handle) and value.type_name not in _CLASSES:
            found["functions"].append(name)
        else:
            found["values"][name] = _expect_plain(value)
    return found


def _install(there: Beside, found: dict[str, Any]) -> Any:
    """Put the student's values and stand-ins into the copy of the source's notebook; return what they learn from."""
    _ask_one(there, functools.partial(_run_cell, f"def {_NAMES}():\n    return globals()"))
    build = f"names = get()\ndel names[{_NAMES!r}]\n{INSTALL}"
    return _ask_one(there, lambda student: student.evaluate(build, get=student.read(_NAMES), **found))


def _ask_calls(here: Beside, noted: Sequence[Any]) -> list[Any]:
    """Return what the student's functions give for these arguments, in the form in which the stand-ins learn it."""
    asks = [functools.partial(_call, name, args, kwargs) for name, args, kwargs in noted]
    answers = []
    for (name, args, kwargs), got in zip(noted, _ask(here, asks), strict=True):
        if isinstance(got, StudentRaised):
            found: list[Any] = [[got.type_name, got.message], None, []]
        else:
            found = [None, *_expect_plain(got)]
        answers.append([name, args, kwargs, *found])
    return answers


def _call(name: str, args: Sequence[Any], kwargs: Mapping[str, Any], student: Student) -> Any:
    return student.call_and_watch(name, *args, **kwargs)


def _expect_plain(value: Any, depth: int = 0) -> Any:
    """Return a value that can be sent on; `_Undecided` if it is an exception, or an object is somewhere in it."""
    if isinstance(value, (Handle, BaseException)) or depth > _MOST_DEPTH:
        raise _Undecided
    parts: Collection[Any] = value if isinstance(value, (list, tuple, set, frozenset)) else ()
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    for part in parts:
        _expect_plain(part, depth + 1)
    return value
