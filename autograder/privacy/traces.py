"""Where files of a course name a person, and how each kind of file is rid of that.

A trace is one path and what would be done about it; nothing is changed before `remove` is called.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.files import write_file
from autograder.privacy.person import Person

__all__ = ["Trace", "find_traces"]

_ENTRY = re.compile(rb"(?m)^(?=\d{4}-\d\d-\d\d |\[)")


@dataclass(frozen=True)
class Trace:
    """What names a person. `remedy` says what is done in words; `again` is a command that makes the thing anew."""

    path: Path
    remedy: str
    remove: Callable[[], None]
    again: str = ""


def find_traces(course: Course, person: Person) -> Iterator[Trace]:
    """Yield all files and folders that are about a person, and those in which a line is."""
    book = course.gradebook
    for folder in (course.submitted, course.autograded, course.feedback):
        yield from _whole(folder / person.id)
    for pattern in (f"grades/*/{_escape(person.id)}.json", f"messages/*/{_escape(person.id)}.txt"):
        for path in sorted(book.glob(pattern)):
            yield from _whole(path)
    for path in sorted(book.glob("history/*.jsonl")):
        yield from _less(path, _cut_history(path.read_bytes(), person))
    for path in [*sorted(book.glob("logs/*.log")), course.root / ".nbgrader.log"]:
        if path.is_file():
            yield from _less(path, _cut_log(path.read_bytes(), person))
    for pattern in ("accounts/*.csv", "messages/*.csv", "exports/*.csv", "desk/links.csv"):
        for path in sorted(book.glob(pattern)):
            yield from _less(path, _cut_table(path, person))
    for path in sorted(book.glob("reports/*-class.html")):
        if person.is_in_file(path):
            yield from _whole(path, f"autograder report {path.name.removesuffix('-class.html')}")
    for path in sorted(book.glob("exports/*-feedback.*.zip")):
        lesson, _, system = path.stem.partition("-feedback.")
        yield from _whole(path, f"autograder feedback {lesson} --zip {system}")


def _escape(id: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", id)


def _whole(path: Path, again: str = "") -> Iterator[Trace]:
    if path.is_dir() and not path.is_symlink():
        yield Trace(path, "removed", lambda: shutil.rmtree(path))
    elif path.exists() or path.is_symlink():
        yield Trace(path, "removed", lambda: path.unlink(missing_ok=True), again)


def _less(path: Path, found: tuple[bytes, int]) -> Iterator[Trace]:
    """Yield the trace of a file of which lines are taken out: what stays, and how many are gone."""
    left, count = found
    if count:
        remedy = f"{count} {'line' if count == 1 else 'lines'} taken out"
        mode = path.stat().st_mode

        def remove() -> None:
            write_file(path, left)
            path.chmod(mode)

        yield Trace(path, remedy, remove)


def _cut_history(data: bytes, person: Person) -> tuple[bytes, int]:
    lines = data.splitlines(keepends=True)
    kept = [line for line in lines if _student_of(line) != person.id]
    return b"".join(kept), len(lines) - len(kept)


class _Line(msgspec.Struct):
    student: str = ""


def _student_of(line: bytes) -> str:
    try:
        return msgspec.json.decode(line, type=_Line).student
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _cut_log(data: bytes, person: Person) -> tuple[bytes, int]:
    """Return a log without the entries about a person; an entry goes on to the next line that begins with a time."""
    entries = _ENTRY.split(data)
    kept = [entry for entry in entries if not person.is_in_line(entry)]
    return b"".join(kept), len(entries) - len(kept)


def _cut_table(path: Path, person: Person) -> tuple[bytes, int]:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise GradebookError(
            f"is no table ({error})", hint="look at it; delete it if it is not needed", path=path
        ) from None
    kept = [row for row in rows if not person.keys & set(row)]
    end = "\r\n" if "\r\n" in text else "\n"
    left = io.StringIO(newline="")
    csv.writer(left, lineterminator=end).writerows(kept)
    return left.getvalue().encode("utf-8", "surrogateescape"), len(rows) - len(kept)
