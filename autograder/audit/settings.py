"""What a lesson says about the mutants of its solutions, in files beside its sample answers.

::

    tests/<lesson>/bank/mutants.toml         [swap]                      names that students confuse
                                             double = ["triple", "half"]

    tests/<lesson>/bank/equivalent*.toml     [[equivalent]]              mutants that are no mistakes
                                             key = "double-0123abcd"
                                             reason = "2 * x and x + x are the same number."
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from autograder.course import Lesson
from autograder.errors import CourseError

__all__ = ["load_equivalents", "load_swaps"]


class _Swaps(msgspec.Struct, forbid_unknown_fields=True):
    swap: dict[str, list[str]] = {}


class _Equivalent(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    reason: str


class _Equivalents(msgspec.Struct, forbid_unknown_fields=True):
    equivalent: list[_Equivalent] = []


_File = TypeVar("_File", _Swaps, _Equivalents)


def load_swaps(lesson: Lesson) -> dict[str, list[str]]:
    """Return the names that a mutant of this lesson may have in place of a name; `CourseError` if one is no name."""
    path = lesson.bank_folder / "mutants.toml"
    if not path.exists():
        return {}
    swaps = _read(path, _Swaps, 'write it like: double = ["triple"] below [swap]').swap
    for name, others in swaps.items():
        for word in (name, *others):
            if not word.isidentifier():
                raise CourseError(f"{word!r} is no name in Python", hint="swap names of the lesson's code", path=path)
    return swaps


def load_equivalents(lesson: Lesson) -> dict[str, str]:
    """Return the keys of the mutants that are no mistakes, with the reason of each; `CourseError` if one has none."""
    found: dict[str, str] = {}
    for path in sorted(lesson.bank_folder.glob("equivalent*.toml")):
        entries = _read(path, _Equivalents, "each entry is an [[equivalent]] with a key and a reason").equivalent
        if not all(entry.reason for entry in entries):
            raise CourseError("an equivalent mutant has no reason", path=path)
        found |= {entry.key: entry.reason for entry in entries}
    return found


def _read(path: Path, form: type[_File], hint: str) -> _File:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"cannot be read: {error}", hint=hint, path=path) from None
