"""Who is in the class: a CSV file with the columns id, name, email and section, and role where staff is in it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.submissions.intake import is_student_name
from autograder.submissions.spreadsheets import SPOILED_HINT, find_spoiled_id, read_table

__all__ = ["Roster", "RosterEntry", "load_roster", "read_roster"]

_COLUMNS = {
    "学号": "id",
    "姓名": "name",
    "邮箱": "email",
    "班级": "section",
    "學號": "id",
    "信箱": "email",
    "班級": "section",
    "角色": "role",
    "身份": "role",
}
_ROLES = {
    "": "student",
    "student": "student",
    "学生": "student",
    "學生": "student",
    "ta": "ta",
    "助教": "ta",
    "instructor": "instructor",
    "teacher": "instructor",
    "教师": "instructor",
    "教師": "instructor",
    "老师": "instructor",
}
_HINT = "a roster is a CSV file with the columns id, name, email, section"


@dataclass(frozen=True)
class RosterEntry:
    """One line of the roster."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    role: str = "student"


@dataclass(frozen=True)
class Roster:
    """The class, and what each of its students may be called in a download. `staff` are TAs and instructors."""

    students: tuple[RosterEntry, ...]
    staff: tuple[RosterEntry, ...] = ()

    def find(self, names: Iterable[str]) -> RosterEntry | None:
        """Return the student of the first of these names that fits exactly one student: as id, email or name."""
        for name in names:
            found = self.find_all(name)
            if len(found) == 1:
                return found[0]
        return None

    def find_all(self, name: str) -> tuple[RosterEntry, ...]:
        """Return the student with this id, else all that have this email or name."""
        key = _fold(name)
        return self._by_id.get(key) or self._by_name.get(key) or ()

    @functools.cached_property
    def entries(self) -> dict[str, RosterEntry]:
        """The students by id."""
        return {student.id: student for student in self.students}

    @functools.cached_property
    def people(self) -> dict[str, RosterEntry]:
        """The students and the staff by id."""
        return {person.id: person for person in (*self.students, *self.staff)}

    def by_email(self, email: str) -> RosterEntry | None:
        """Return the one person with this address; None if there is none, or more than one."""
        found = [person for person in self.people.values() if email and person.email.casefold() == email.casefold()]
        return found[0] if len(found) == 1 else None

    @functools.cached_property
    def _by_id(self) -> dict[str, tuple[RosterEntry, ...]]:
        return _make_index((student, {_fold(student.id)} - {""}) for student in self.students)

    @functools.cached_property
    def _by_name(self) -> dict[str, tuple[RosterEntry, ...]]:
        return _make_index((student, _keys(student)) for student in self.students)


def _make_index(keys: Iterable[tuple[RosterEntry, set[str]]]) -> dict[str, tuple[RosterEntry, ...]]:
    index: dict[str, tuple[RosterEntry, ...]] = {}
    for student, names in keys:
        for name in names:
            index[name] = (*index.get(name, ()), student)
    return index


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\W_]+", "", text)


def _keys(student: RosterEntry) -> set[str]:
    """Return what a student may be called: "Ann Mary Lee" is also "Lee, Ann Mary" and "leeannmary"."""
    words = student.name.replace(",", " ").split()
    turned = {_fold("".join(words[i:] + words[:i])) for i in range(len(words))}
    return {_fold(student.email), _fold(student.email.partition("@")[0]), *turned} - {""}


def load_roster(course: Course, named: Path | None = None) -> Roster | None:
    """Return the roster in the file that is named, else in gradebook/roster.csv; None if there is no such file."""
    path = named or course.gradebook / "roster.csv"
    return read_roster(path) if named is not None or path.exists() else None


def read_roster(path: Path) -> Roster:
    """Read and check a roster; `CourseError` names the line that is wrong."""
    students: dict[str, RosterEntry] = {}
    columns, rows = read_table(path, _HINT)
    if "id" not in {_COLUMNS.get(name, name) for name in columns}:
        raise CourseError("has no column id", hint=_HINT, path=path)
    for number, row in rows:
        cells = {_COLUMNS.get(name, name): text for name, text in row.items()}
        cells["id"] = re.sub("[\u200c\u200d]", "", cells["id"])
        role = _read_role(cells.get("role", ""), number, path)
        student = RosterEntry(**{name: cells.get(name, "") for name in ("id", "name", "email", "section")}, role=role)
        if spoiled := find_spoiled_id(student.id):
            raise CourseError(f"line {number}: {spoiled}", hint=SPOILED_HINT, path=path)
        if not is_student_name(student.id) or student.id in students:
            what = "is there twice" if student.id in students else "cannot be an id"
            raise CourseError(f"line {number}: {student.id!r} {what}", hint="give each student one id", path=path)
        students[student.id] = student
    people = students.values()
    return Roster(
        tuple(one for one in people if one.role == "student"), tuple(one for one in people if one.role != "student")
    )


def _read_role(text: str, number: int, path: Path) -> str:
    role = _ROLES.get(text.strip().casefold())
    if role is None:
        hint = "a role is student, ta or instructor; empty means student"
        raise CourseError(f"line {number}: {text!r} is no role", hint=hint, path=path)
    return role
