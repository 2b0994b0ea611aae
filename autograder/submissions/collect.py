"""Bring downloads from Canvas, Moodle, Gradescope and people into gradebook/submitted/<student>/<lesson>/.

The newest version of each notebook counts, and nothing newer is ever overwritten.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Lesson
from autograder.files import write_file
from autograder.submissions.archive import FoundFile, read_downloads
from autograder.submissions.files import SUFFIX, read_file
from autograder.submissions.identify import identify_notebook
from autograder.submissions.intake import is_student_name, list_students
from autograder.submissions.owners import Owner, OwnerFinder, split_version
from autograder.submissions.problems import Problem
from autograder.submissions.roster import Roster, RosterEntry
from autograder.submissions.timestamps import advance_timestamp

__all__ = ["Collection", "collect_files"]


@dataclass(frozen=True)
class _Version:
    """One version of one student's notebook. `source` is what the download calls it."""

    student: str
    notebook: str
    source: str
    data: bytes
    time_s: float | None
    upload: int
    number: int

    @property
    def label(self) -> str:
        return f"{self.student}/{self.notebook}"

    @property
    def age(self) -> tuple[float, ...]:
        """Sorts later versions last; an upload's number is surer than the time that a zip gives."""
        return (self.upload, self.number) if self.upload else (0, self.time_s or 0.0, self.number)


@dataclass
class Collection:
    """What was done: lists of student/notebook, what a person must see to, and who of the class is missing."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[RosterEntry] = field(default_factory=list)


def collect_files(lesson: Lesson, paths: Sequence[Path], roster: Roster | None) -> Collection:
    """Put each student's newest notebooks in place; return what was done. Running it again changes nothing."""
    collection = Collection()
    files: list[FoundFile] = []
    for found in read_downloads(paths):
        collection.problems.append(found) if isinstance(found, Problem) else files.append(found)
    owners = OwnerFinder(files, lesson, has_roster=roster is not None)
    versions: dict[str, list[_Version]] = {}
    for file in files:
        for version in () if file.is_metadata else _find_versions(file, owners.find(file), lesson, roster, collection):
            versions.setdefault(version.label, []).append(version)
    newest: dict[str, list[_Version]] = {}
    for group in versions.values():
        chosen = _choose_newest(group, collection)
        if chosen is not None:
            newest.setdefault(chosen.student, []).append(chosen)
    for student in sorted(newest):
        _place_versions(lesson.course.submitted / student / lesson.name, newest[student], collection)
    if roster is not None:
        there = set(list_students(lesson.course, lesson.name))
        collection.missing = [student for student in roster.students if student.id not in there]
    return collection


def _find_versions(
    file: FoundFile, owners: Sequence[Owner], lesson: Lesson, roster: Roster | None, collection: Collection
) -> Iterator[_Version]:
    """Yield the file as its owner's notebook (a group's file is each member's), or report why it is left out."""
    if not owners:
        hint = "give a roster, or put it, under its own name, into a folder named after the student"
        collection.problems.append(Problem("", file.name, "whose it is cannot be told", hint))
    for owner in owners:
        student = _find_student(owner, roster)
        if student is None:
            what = "its owner's name cannot be an id"
            if roster is not None:
                what = f"{owner.names[0]} is nobody in the roster"
            hint = "add a line to the roster (id, name), or correct it, and collect again"
            collection.problems.append(Problem("", file.name, what, hint))
            continue
        stem, number = split_version(SUFFIX.sub("", owner.file))
        notebook = identify_notebook(f"{stem}.ipynb", file.data, lesson)
        if notebook is None:
            hint = "rename it to one of: " + ", ".join(f"{n.name}.ipynb" for n in lesson.notebooks)
            collection.problems.append(Problem("", file.name, f"it is no notebook of {lesson.name}", hint))
            continue
        time_s = owner.time_s if owner.time_s is not None else file.time_s
        version = _Version(student, notebook, file.name, file.data, time_s, owner.upload, number)
        if owner.is_late:
            collection.late.append(version.label)
        yield version


def _find_student(owner: Owner, roster: Roster | None) -> str | None:
    """Return the id of an owner: as the roster has it, or without one the first name that can be an id."""
    if roster is None:
        return next((name for name in owner.names if is_student_name(name)), None)
    found = roster.find(owner.names)
    return found.id if found is not None else None


def _choose_newest(versions: Sequence[_Version], collection: Collection) -> _Version | None:
    """Return the newest version, or None and a problem if two that differ are equally new."""
    newest = max(versions, key=lambda version: version.age)
    twins = [version for version in versions if version.data != newest.data and version.age == newest.age]
    if twins:
        two = f"{newest.source}, {twins[0].source}"
        hint = "keep the right one and collect again"
        collection.problems.append(Problem(newest.notebook, two, "two files differ and are equally new", hint))
        return None
    collection.older += [version.source for version in versions if version.data != newest.data]
    return newest


def _place_versions(folder: Path, versions: Sequence[_Version], collection: Collection) -> None:
    """Write what is newer than what is in the folder. The time goes first, so that a killed run can be repeated."""
    news = [version for version in versions if _is_news(folder, version, collection)]
    times = [version.time_s for version in news if version.time_s is not None]
    if times:
        advance_timestamp(folder, max(times))
    for version in news:
        write_file(folder / f"{version.notebook}.ipynb", version.data, version.time_s)
        collection.written.append(version.label)


def _is_news(folder: Path, version: _Version, collection: Collection) -> bool:
    """Whether a version is to be written. If not, report why: it is there already, is older, or cannot be ordered."""
    path = folder / f"{version.notebook}.ipynb"
    if not os.path.lexists(path):
        return True
    if read_file(path) == version.data:
        collection.unchanged.append(version.label)
        return False
    there_s = path.lstat().st_mtime
    if version.time_s is None or int(version.time_s) == int(there_s):
        what = f"it differs from {path}, and which is newer cannot be told"
        hint = "delete the wrong one, collect again"
        collection.problems.append(Problem(version.notebook, version.source, what, hint))
        return False
    if version.time_s < there_s:
        collection.older.append(version.source)
        return False
    return True
