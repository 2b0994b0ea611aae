"""Forget a student: remove what is here, look whether something still names the person, say what is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course
from autograder.desk import find_at_desk, forget_at_desk
from autograder.errors import CourseError
from autograder.gradebook import count_rows, remove_rows
from autograder.privacy.person import Person, find_person
from autograder.privacy.traces import find_traces
from autograder.records import hold_gradebook, sweep_temporary_files

__all__ = ["Forgotten", "Removal", "forget_student"]

_ELSEWHERE = (
    "mails and messages that were sent, with links or pages",
    "the LMS: what was handed in there, grades and pages that were uploaded, its list of the class",
    "downloads that were collected, and what was exported or copied to another place",
    "backups of this folder and of the database that somebody else makes",
)


class Removal(NamedTuple):
    """Something that names the student, from the course's folder on, and what is or would be done about it."""

    what: str
    remedy: str


@dataclass
class Forgotten:
    """What was removed (or would be), what names the student all the same, what to make anew, what is elsewhere."""

    removed: list[Removal] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def forget_student(course: Course, student: str, *, is_trial: bool) -> Forgotten:
    """Remove a student from files, records, history, logs, databases; with `is_trial` only say what would be removed.

    `CourseError` if there is nothing of the student. It can be run again after it was ended early.
    """
    person = find_person(course, student)
    with hold_gradebook(course):
        found = _look(course, person)
        if not is_trial:
            found.left += _remove(course, person)
            found.left += _find_names(course, person)
    found.left += _find_lines(course, person)
    if not found.removed and not found.left:
        hint = "give the id as gradebook/submitted/ or the roster has it"
        raise CourseError(f"there is nothing of {student}", hint=hint)
    found.elsewhere += _list_elsewhere(course)
    return found


def _look(course: Course, person: Person) -> Forgotten:
    found = Forgotten()
    rows, at_desk = count_rows(course, person.id), find_at_desk(course, person.id)
    if rows:
        found.removed.append(Removal("nbgrader's database", f"{_count(rows, 'row')} removed"))
    if at_desk.rows:
        found.removed.append(Removal("the desk's database", f"{_count(at_desk.rows, 'row')} removed"))
    if at_desk.receipts:
        found.removed.append(
            Removal("gradebook/desk/", f"the files of {_count(len(at_desk.receipts), 'receipt')} removed")
        )
    for trace in find_traces(course, person):
        found.removed.append(Removal(_show(course, trace.path), trace.remedy))
        found.again += [trace.again] if trace.again else []
    return found


def _remove(course: Course, person: Person) -> Iterator[str]:
    """Remove everything, the way in first; yield what could not be cleaned as it should be."""
    hint = "free pages may still hold the name: end what uses the database, then run this again"
    # Who has come in already may be handing in at this moment: the desk is looked through once more at the end.
    is_clean = forget_at_desk(course, person.id)
    for lesson in course.lesson_names():
        sweep_temporary_files(course, lesson)
    for trace in list(find_traces(course, person)):
        trace.remove()
    if not remove_rows(course, person.id):
        yield f"nbgrader's database: {hint}"
    if not (forget_at_desk(course, person.id) and is_clean):
        yield f"the desk's database: {hint}"


def _find_names(course: Course, person: Person) -> Iterator[str]:
    """Yield the files of the gradebook that name the person all the same, such as other students' own files."""
    kept = {course.gradebook / name for name in ("roster.csv", "tas.csv")}
    for path in sorted(course.gradebook.rglob("*")):
        if path.is_file() and not path.is_symlink() and path not in kept and person.is_in_file(path):
            yield f"{_show(course, path)}: names the student: see whether that may stay"


def _find_lines(course: Course, person: Person) -> Iterator[str]:
    """Yield the lines of the instructor's own tables that are about the person."""
    for name in ("roster.csv", "tas.csv"):
        path = course.gradebook / name
        for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else (), 1):
            if person.is_in_line(line):
                why = "else the student is expected to hand in, and gets a link again"
                yield f"gradebook/{name}: line {number} is yours to delete: {why}"


def _list_elsewhere(course: Course) -> list[str]:
    found = list(_ELSEWHERE)
    if not course.database_url.startswith("sqlite"):
        found.append("PostgreSQL's own log (WAL) and its backups, until they are over")
    return found


def _show(course: Course, path: Path) -> str:
    return str(path.relative_to(course.root))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
