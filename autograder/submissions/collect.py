"""Bring downloads from Canvas, Moodle, Gradescope and people into gradebook/submitted/<student>/<lesson>/.

A file is placed by the names around it::

    leeann_LATE_1001_5002_gates-1.ipynb                       Canvas: name, user id, upload, file, version
    Ann Lee_7001_assignsubmission_file_/gates.ipynb           Moodle: name, number (the file may follow the "_" as well)
    submission_123/gates.ipynb                                Gradescope: who and when stands in submission_metadata.yml
    ann+lesson09+2026-01-05 12:00:00 UTC/gates.ipynb          nbgrader's exchange
    ann/gates.ipynb, ann.zip, ann/lesson09/gates.ipynb        people; with a roster also ann-gates.ipynb

The newest version of each notebook counts, and nothing newer is ever overwritten.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from autograder.course import Lesson
from autograder.files import write_file
from autograder.submissions.archive import METADATA, FoundFile, read_downloads
from autograder.submissions.intake import SUFFIX, identify_notebook, is_student_name, list_students, read_file
from autograder.submissions.problems import Problem
from autograder.submissions.roster import Roster, Student
from autograder.text import clean_name

__all__ = ["Collection", "collect_files"]

_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<rest>.+)", re.DOTALL)
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_EXCHANGE = re.compile(r"(?P<id>[^+]+)\+[^+]+\+(?P<time>\d{4}-[^+]+)(\+.*)?", re.DOTALL)
_GRADESCOPE = re.compile(r"submission_\d+")
_VERSION = re.compile(r"(?:-(\d{1,3})| ?\((\d{1,3})\))$")
_SEPARATORS = " \t_-.,+()[]（）【】—－·"


@dataclass(frozen=True)
class _Owner:
    """Who a file says it is from, the surest name first, and what else the name around it tells."""

    names: tuple[str, ...]
    file: str
    upload: int = 0
    time_s: float | None = None
    is_late: bool = False


@dataclass(frozen=True)
class _Item:
    """One version of one student's notebook."""

    student: str
    notebook: str
    source: str
    data: bytes
    time_s: float | None
    upload: int
    version: int

    @property
    def age(self) -> tuple[float, ...]:
        """Sorts later versions last; an upload's number is surer than the time that a zip gives."""
        return (self.upload, self.version) if self.upload else (0, self.time_s or 0.0, self.version)


@dataclass
class Collection:
    """What was done: lists of student/notebook, what a person must see to, and who of the class is missing."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[Student] = field(default_factory=list)


def collect_files(lesson: Lesson, paths: Sequence[Path], roster: Roster | None) -> Collection:
    """Put each student's newest notebooks in place; return what was done. Running it again changes nothing."""
    report = Collection()
    files: list[FoundFile] = []
    for found in read_downloads(paths):
        report.problems.append(found) if isinstance(found, Problem) else files.append(found)
    metadata = {file.parts[:-1]: _read_metadata(file.data) for file in files if file.parts[-1] == METADATA}
    shared = _shared_folders([file for file in files if file.parts[-1] != METADATA], lesson)
    groups: dict[tuple[str, str], list[_Item]] = {}
    for file in files:
        if file.parts[-1] != METADATA:
            for item in _identify(file, lesson, roster, metadata, shared[file.parts[0]], report):
                groups.setdefault((item.student, item.notebook), []).append(item)
    chosen: dict[str, list[_Item]] = {}
    for items in groups.values():
        newest = _choose_newest(items, report)
        if newest is not None:
            chosen.setdefault(newest.student, []).append(newest)
    for student in sorted(chosen):
        _place(lesson, student, chosen[student], report)
    if roster is not None:
        there = set(list_students(lesson.course, lesson.name))
        report.missing = [student for student in roster.students if student.id not in there]
    return report


# --- whose and which -----------------------------------------------------------------------------------------------


def _identify(
    file: FoundFile,
    lesson: Lesson,
    roster: Roster | None,
    metadata: dict[tuple[str, ...], dict[str, list[_Owner]]],
    shared: tuple[str, ...] | None,
    report: Collection,
) -> Iterable[_Item]:
    """Yield the file as its owner's notebook (a group's file is each member's), or report why it is left out."""
    owners = _find_owners(file, lesson, metadata, shared, roster is not None)
    if not owners:
        hint = "give a roster, or put it, under its own name, into a folder named after the student"
        report.problems.append(Problem("", file.name, "whose it is cannot be told", hint))
    for owner in owners:
        if roster is None:
            student = next((name for name in owner.names if is_student_name(name)), None)
        else:
            found = roster.find(owner.names)
            student = found.id if found is not None else None
        if student is None:
            what = f"{owner.names[0]} is nobody in the roster" if roster else "its owner's name cannot be an id"
            hint = "add a line to the roster (id, name), or correct it, and collect again"
            report.problems.append(Problem("", file.name, what, hint))
            continue
        stem = SUFFIX.sub("", owner.file)
        mark = _VERSION.search(stem)
        version = int(mark[1] or mark[2]) if mark is not None else 0
        notebook = identify_notebook(f"{stem[: mark.start()] if mark else stem}.ipynb", file.data, lesson)
        if notebook is None:
            hint = "rename it to one of: " + ", ".join(f"{n.name}.ipynb" for n in lesson.notebooks)
            report.problems.append(Problem("", file.name, f"it is no notebook of {lesson.name}", hint))
            continue
        if owner.is_late:
            report.late.append(f"{student}/{notebook}")
        time_s = owner.time_s if owner.time_s is not None else file.time_s
        yield _Item(student, notebook, file.name, file.data, time_s, owner.upload, version)


def _find_owners(
    file: FoundFile,
    lesson: Lesson,
    metadata: dict[tuple[str, ...], dict[str, list[_Owner]]],
    shared: tuple[str, ...] | None,
    has_roster: bool,
) -> list[_Owner]:
    """Return the owners that the names around a file tell of: one, several for a group, none where they do not tell."""
    last = file.parts[-1]
    for number in (*range(1, len(file.parts)), 0):  # the download's own name comes last: it may look like anything
        part = file.parts[number]
        is_last = number == len(file.parts) - 1
        if found := _MOODLE.fullmatch(part):
            return [_Owner((found["name"],), found["rest"] if is_last and found["rest"] else last)]
        if found := _EXCHANGE.fullmatch(part):
            return [_Owner((found["id"],), last, time_s=_parse_time(found["time"]))]
        if _GRADESCOPE.fullmatch(part):
            owners = metadata.get(file.parts[:number], {}).get(part, [])
            return [_Owner(owner.names, last, time_s=owner.time_s) for owner in owners]
        if found := _CANVAS.fullmatch(part):
            rest = found["rest"] if is_last else last
            late = found["late"] is not None
            return [_Owner((found["id"], found["name"]), rest, int(found["upload"]), is_late=late)]
    folders = _folders(file, lesson)
    rest = _without(_VERSION.sub("", SUFFIX.sub("", last)), lesson)
    if has_roster:
        names = [*reversed(folders), rest, *re.split(r"[\s_-]+", rest)]
        return [_Owner(tuple(name for name in names if name), last)] if any(names) else []
    if shared is not None:
        return [_Owner((folders[len(shared)],), last)] if len(folders) > len(shared) else []
    return [_Owner((folders[-1],), last)] if folders and not rest else []


def _folders(file: FoundFile, lesson: Lesson) -> tuple[str, ...]:
    return tuple(name for name in (_without(part, lesson) for part in file.parts[:-1]) if name)


def _shared_folders(files: Sequence[FoundFile], lesson: Lesson) -> dict[str, tuple[str, ...] | None]:
    """Return the folders that all files of a download stand below, by its name; None where all stand in one folder."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for file in files:
        found.setdefault(file.parts[0], set()).add(_folders(file, lesson))
    return {
        name: None if len(paths) == 1 else tuple(level[0] for level in takewhile(_is_one, zip(*paths, strict=False)))
        for name, paths in found.items()
    }


def _is_one(names: tuple[str, ...]) -> bool:
    return len(set(names)) == 1


def _without(name: str, lesson: Lesson) -> str:
    """Return what is left of a name when the lesson's and the notebooks' names are taken out of it."""
    for word in sorted((lesson.name, *(notebook.name for notebook in lesson.notebooks)), key=len, reverse=True):
        name = re.sub(re.escape(word), " ", name, flags=re.IGNORECASE)
    return name.strip(_SEPARATORS)


def _read_metadata(data: bytes) -> dict[str, list[_Owner]]:
    """Return Gradescope's owners by submission. The few lines that matter are read one by one, as no YAML."""
    owners: dict[str, list[dict[str, str]]] = {}
    times: dict[str, float | None] = {}
    current = ""
    for line in data.decode("utf-8", "replace").splitlines():
        if found := re.match(r"['\"]?(submission_\d+)['\"]?:", line):
            current = found[1]
            owners[current] = []
        elif current and (found := re.match(r"\s+(- )?\s*:(name|sid|email): *(.*)$", line)):
            if found[1] or not owners[current]:
                owners[current].append({})
            owners[current][-1].setdefault(found[2], clean_name(found[3].strip().strip("'\"")))
        elif current and (found := re.match(r" {2}:created_at: *(.*)$", line)):
            times.setdefault(current, _parse_time(found[1]))
    named = {name: [person for person in people if any(person.values())] for name, people in owners.items()}
    return {name: [_person(person, times.get(name)) for person in people] for name, people in named.items()}


def _person(fields: dict[str, str], time_s: float | None) -> _Owner:
    return _Owner(tuple(fields[key] for key in ("sid", "email", "name") if fields.get(key)), "", time_s=time_s)


def _parse_time(text: str) -> float | None:
    """Return a written time in seconds since 1970; None where it is not one. "Z", "UTC" and offsets are read."""
    text = re.sub(r" ?(UTC|Z|\+0000)$", "+00:00", text.strip().strip("'\""))
    text = re.sub(r" ([+-]\d\d):?(\d\d)$", r"\1:\2", text)
    with contextlib.suppress(ValueError, OverflowError):
        time = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", lambda found: found[1].ljust(7, "0"), text))
        return (time if time.tzinfo is not None else time.replace(tzinfo=UTC)).timestamp()
    return None


# --- which version, and where to -----------------------------------------------------------------------------------


def _choose_newest(items: Sequence[_Item], report: Collection) -> _Item | None:
    """Return the newest version; None where two that differ are equally new."""
    newest = max(items, key=lambda item: item.age)
    twins = [item for item in items if item.data != newest.data and item.age == newest.age]
    if twins:
        two = f"{newest.source}, {twins[0].source}"
        hint = "keep the right one and collect again"
        report.problems.append(Problem(newest.notebook, two, "two files differ and are equally new", hint))
        return None
    report.older += [item.source for item in items if item.data != newest.data]
    return newest


def _place(lesson: Lesson, student: str, items: Sequence[_Item], report: Collection) -> None:
    """Write what is newer than what is there. The time goes first, so that a killed run can be repeated."""
    folder = lesson.course.submitted / student / lesson.name
    news: list[_Item] = []
    for item in items:
        path = folder / f"{item.notebook}.ipynb"
        label = f"{student}/{item.notebook}"
        there = read_file(path) if os.path.lexists(path) else None
        if there == item.data:
            report.unchanged.append(label)
        elif there is None:
            news.append(item)
        elif item.time_s is None or int(item.time_s) == int(path.lstat().st_mtime):
            what = f"it differs from {path}, and which is newer cannot be told"
            report.problems.append(Problem(item.notebook, item.source, what, "delete the wrong one, collect again"))
        elif item.time_s < path.lstat().st_mtime:
            report.older.append(item.source)
        else:
            news.append(item)
    times = [item.time_s for item in news if item.time_s is not None]
    stamp = folder / "timestamp.txt"
    if times:
        old = read_file(stamp) if os.path.lexists(stamp) else b""
        before = None if isinstance(old, Problem) else _parse_time(old[:100].decode("utf-8", "replace"))
        if before is None or before < int(max(times)):
            text = datetime.fromtimestamp(int(max(times)), UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n")
            write_file(stamp, text, max(times))
    for item in news:
        write_file(folder / f"{item.notebook}.ipynb", item.data, item.time_s)
        report.written.append(f"{student}/{item.notebook}")
