"""Who is in the class: a CSV file with the columns id, name, email and section."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.submissions.intake import is_student_name

__all__ = ["Roster", "Student", "read_roster"]

_COLUMNS = {"学号": "id", "姓名": "name", "邮箱": "email", "班级": "section"}


@dataclass(frozen=True)
class Student:
    """One line of the roster."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""


@dataclass(frozen=True)
class Roster:
    """The class, and what each of its students may be called in a download."""

    students: tuple[Student, ...]

    def find(self, names: Iterable[str]) -> Student | None:
        """Return the student whom the first of these names fits that fits exactly one: id, email or name."""
        for name in names:
            key = _fold(name)
            found = [student for student in self.students if key and key == _fold(student.id)]
            found = found or [student for student in self.students if key and key in _keys(student)]
            if len(found) == 1:
                return found[0]
        return None


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _keys(student: Student) -> set[str]:
    """Return what a student may be called: "Ann Mary Lee" is also "Lee, Ann Mary" and "leeannmary"."""
    words = student.name.replace(",", " ").split()
    turned = {_fold("".join(words[i:] + words[:i])) for i in range(len(words))}
    return {_fold(student.email), _fold(student.email.partition("@")[0]), *turned} - {""}


def read_roster(path: Path) -> Roster:
    """Read and check a roster; `CourseError` names the line that is wrong."""
    hint = "a roster is a CSV file with the columns id, name, email, section"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"cannot be read ({error.strerror})", hint=hint, path=path) from None
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CourseError("is not text", hint=hint, path=path)
    rows = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in text.split("\n")[0] else ",")
    students: dict[str, Student] = {}
    for number, row in enumerate(rows, start=2):
        cells = {_COLUMNS.get(str(k).strip(), str(k).strip().lower()): str(v or "").strip() for k, v in row.items()}
        if "id" not in cells:
            raise CourseError("has no column id", hint=hint, path=path)
        if not any(cells.values()):
            continue
        student = Student(**{name: cells.get(name, "") for name in ("id", "name", "email", "section")})
        if not is_student_name(student.id) or student.id in students:
            what = "is there twice" if student.id in students else "cannot be an id"
            raise CourseError(f"line {number}: {student.id!r} {what}", hint="give each student one id", path=path)
        students[student.id] = student
    return Roster(tuple(students.values()))
