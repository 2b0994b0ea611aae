"""Which texts the cells of a lesson have had, release by release, so that an old one is told from a student's.

`tests/<lesson>/releases.json` is committed with the lesson and never handed out. It holds fingerprints, oldest first,
and no text. A release adds what is new and takes nothing away, so that two branches of a course merge into the union.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from autograder.errors import CourseError
from autograder.files import hash_parts, write_file

__all__ = ["EarlierCell", "add_release", "fingerprint", "read_releases"]

_NAME = "releases.json"
_FORMAT = 1
_DIGITS = 16


class EarlierCell(NamedTuple):
    """A locked cell as it was handed out once; an ordinary cell, which has no `grade_id`, is one of ""."""

    grade_id: str
    fingerprint: str


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    """The file: by notebook and grade_id ("" for all ordinary cells), the fingerprints, oldest first."""

    format: int
    notebooks: dict[str, dict[str, list[str]]]


def fingerprint(text: str) -> str:
    """Return what a cell's text is known by: empty lines and blanks at the ends of lines make no difference."""
    return hash_parts("\n".join(filter(None, map(str.rstrip, text.splitlines()))))[:_DIGITS]


def read_releases(folder: Path) -> dict[str, frozenset[EarlierCell]]:
    """Return by notebook the locked and ordinary cells of all releases, as the file in a folder of tests has it.

    Empty without the file; `CourseError` if it is damaged.
    """
    notebooks = _read(folder / _NAME).notebooks
    return {
        name: frozenset(EarlierCell(grade_id, one) for grade_id, known in cells.items() for one in known)
        for name, cells in notebooks.items()
    }


def add_release(folder: Path, released: Mapping[str, Iterable[tuple[str, str]]]) -> Path | None:
    """Add the texts of a release, by notebook: (grade_id, text) of each cell; return the file if it changed."""
    document = _read(folder / _NAME)
    changed = False
    for name, cells in released.items():
        for grade_id, text in cells:
            known = document.notebooks.setdefault(name, {}).setdefault(grade_id, [])
            if fingerprint(text) not in known:
                known.append(fingerprint(text))
                changed = True
    if not changed:
        return None
    text = json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=1, sort_keys=True)
    write_file(folder / _NAME, f"{text}\n")
    return folder / _NAME


def _read(path: Path) -> _Document:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _Document(_FORMAT, {})
    except OSError as error:
        raise CourseError(f"cannot be read ({error.strerror})", path=path) from None
    return msgspec.json.decode(_check(path, data), type=_Document)


@functools.lru_cache(maxsize=16)  # a worker looks at its lesson again for every chunk
def _check(path: Path, data: bytes) -> bytes:
    """Return the bytes of a file that is as it must be; `CourseError` if it is not."""
    try:
        is_known = msgspec.json.decode(data, type=_Document).format == _FORMAT
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "take the version that is committed; if two were merged, keep the lines of both"
        raise CourseError(f"this list of releases is damaged: {str(error)[:200]}", hint=hint, path=path) from None
    if not is_known:
        raise CourseError("this list of releases is of a newer version", hint="update the package", path=path)
    return data
