"""Which TA grades which sections of the class: a CSV file with the columns user and section."""

from __future__ import annotations

from autograder.course import Course
from autograder.errors import CourseError
from autograder.submissions.spreadsheets import read_rows

__all__ = ["read_own_sections"]

_HINT = "gradebook/tas.csv is a CSV file with the columns user, section; user is the name that a TA logs in by"


def read_own_sections(course: Course, user: str) -> tuple[str, ...]:
    """Return the sections that are a TA's; `CourseError` if there are none, or no such file."""
    path = course.gradebook / "tas.csv"
    rows = list(read_rows(path, _HINT))
    if rows and not {"user", "section"} <= rows[0][1].keys():
        raise CourseError("has no columns user and section", hint=_HINT, path=path)
    sections = tuple(dict.fromkeys(row["section"] for _, row in rows if row["user"] == user and row["section"]))
    if not sections:
        raise CourseError(f"names no section of {user}", hint=_HINT, path=path)
    return sections
