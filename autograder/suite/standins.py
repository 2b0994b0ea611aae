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
from autograder.suite.together import Beside, Turn

__all__ = ["Rewritten", "observe_with_standins"]

_MOST_ROUNDS = 6
_MOST_CALLS = 100
_MOST_DEPTH = 8
_CLASSES = frozenset({"type", "ABCMeta", "EnumType"})
_INDEX = 1_000_000  # of a cell that no notebook has
_NAMES = "_names_of_this_notebook"

_INSTALL = """
import builtins

class State:
    pass

state = State()
state.noted, state.odd, state.memo, state.names = {}, [], {}, names

def copied(value, depth=0):
    # A plain copy of a value, and what tells it from all others.
    kind = type(value)
    if depth > 8:
        raise TypeError("too deep")
    if value is None or kind in (bool, int, str, bytes):
        return value, (kind.__name__, value)
    if kind in (float, complex):
        return value, (kind.__name__, repr(value))
    if kind in (torch.Tensor, nn.Parameter):
        plain = value.detach().clone()
        numbers = plain.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        key = ("tensor", str(value.dtype), tuple(value.shape), value.requires_grad, numbers)
        return plain.requires_grad_(value.requires_grad), key
    if kind is numpy.ndarray:
        return value.copy(), ("array", str(value.dtype), value.shape, value.tobytes())
    if kind in (list, tuple):
        parts = [copied(item, depth + 1) for item in value]
        return kind(plain for plain, _ in parts), (kind.__name__, *(key for _, key in parts))
    if kind is dict:
        parts = [(copied(name, depth + 1), copied(item, depth + 1)) for name, item in value.items()]
        return {k: v for (k, _), (v, _) in parts}, ("dict", *((k, v) for (_, k), (_, v) in parts))
    raise TypeError("no plain value")

def raised(name, message):
    kind = getattr(builtins, name, None)
    is_known = isinstance(kind, type) and issubclass(kind, Exception)
    error = Exception.__new__(kind if is_known else type(name, (Exception,), {}))
    error.args = (message,)
    return error

class StandIn:
    def __init__(self, name, own):
        self.__dict__.update(name=name, own=own)

    def __call__(self, *args, **kwargs):
        try:
            (plain, key), (named, named_key) = copied(list(args)), copied(kwargs)
        except Exception:
            state.odd.append(self.name)
            return self.own(*args, **kwargs)
        if (self.name, key, named_key) not in state.memo:
            state.noted[self.name, key, named_key] = [self.name, plain, named]
            return self.own(*args, **kwargs)
        error, value, after = state.memo[self.name, key, named_key]
        if error:
            raise raised(*error)
        if copied(after)[1] != key:
            self.change(args, after)
        return copied(value)[0]

    def change(self, args, after):
        for mine, new in zip(args, after):
            if copied(mine)[1] == copied(new)[1]:
                continue
            if all(isinstance(one, torch.Tensor) for one in (mine, new)) and mine.shape == new.shape:
                with torch.no_grad():
                    mine.copy_(new)
            else:
                state.odd.append(self.name)

    def __getattr__(self, name):
        state.odd.append(self.name)
        return getattr(self.own, name)

for name in functions:
    names[name] = StandIn(name, names.get(name))
names.update(values)
for name in missing:
    names.pop(name, None)
state.copied = copied
state
"""

_LEARN = """
state.noted.clear()
state.odd.clear()
for name in own:
    state.names.pop(name, None)
for name, args, kwargs, *found in answers:
    state.memo[name, state.copied(args)[1], state.copied(kwargs)[1]] = found
"""
_LOOK = "[list(state.noted.values()), state.odd]"

Ask = Callable[[Student], Any]


@dataclass(frozen=True)
class Rewritten:
    """A solution cell of the source, to be run with other names: those that it `uses`. `names` are what it defines."""

    source: str
    names: tuple[str, ...]
    uses: tuple[str, ...]


class _Undecided(Exception):
    """Something cannot be had as a plain value, or does not come back."""


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


def _observe(probes: Probes, cell: Rewritten, here: Beside, there: Beside) -> Behaviour:
    state = _install(there, _read_names(here, cell.uses))
    answers: list[Any] = []
    for _ in range(_MOST_ROUNDS):
        _ask_one(there, functools.partial(_learn, state, list(cell.names), answers))
        _ask_one(there, functools.partial(_run_cell, cell.source))
        found = _ask(there, list(list_parts(LessonProbes({"": probes}, {}), [""]).values()))
        noted, odd = _ask_one(there, lambda student: student.evaluate(_LOOK, state=state))
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
    student.evaluate(_LEARN, state=state, own=own, answers=answers)


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
    build = f"names = get()\ndel names[{_NAMES!r}]\n{_INSTALL}"
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
