"""A lesson's grades as a file for a spreadsheet or a learning platform.

This loads neither torch nor nbgrader's programs, scikit-learn or Matplotlib: the command starts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from autograder.classroom.classroom import read_classroom
from autograder.classroom.pseudonyms import make_pseudonym
from autograder.classroom.rows import ClassRow, list_rows
from autograder.classroom.table import render_pseudonymous, render_table
from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import write_file
from autograder.submissions import RosterEntry

__all__ = ["Export", "export_grades"]


class Export(NamedTuple):
    """A table of grades that was written, and its rows."""

    path: Path
    rows: list[ClassRow]


def export_grades(
    course: Course,
    lesson_name: str,
    to: str,
    output: Path | None = None,
    title: str = "",
    *,
    is_total_only: bool = False,
    is_pseudonymous: bool = False,
) -> Export:
    """Write a lesson's grades as a table in one of `table.FORMATS`; `GradebookError` if a student is not graded yet.

    `title` is what the learning platform calls the lesson's column. With `is_total_only`, cells get no columns. With
    `is_pseudonymous`, nobody is named, and nothing is in the table that a person wrote; `CourseError` for a platform,
    which could not read that.
    """
    if is_pseudonymous and to != "csv":
        raise CourseError("pseudonyms are for the layout csv alone: an LMS knows nobody by them", hint="leave out --to")
    classroom = read_classroom(course, lesson_name)
    rows = list_rows(classroom.lesson, classroom.grades, classroom.standings, classroom.roster)
    name = f"{lesson_name}.{'pseudonymous' if is_pseudonymous else to}.csv"
    path = output or course.gradebook / "exports" / name
    if is_pseudonymous:
        text = render_pseudonymous(classroom.lesson, _hide_names(course, rows), is_total_only=is_total_only)
    else:
        text = render_table(classroom.lesson, rows, to, title, is_total_only=is_total_only)
    write_file(path, text)
    return Export(path, rows)


def _hide_names(course: Course, rows: Sequence[ClassRow]) -> list[ClassRow]:
    """Return the rows with pseudonyms in place of all that names somebody, in their order: that of ids would tell."""
    hidden = [replace(row, student=RosterEntry(make_pseudonym(course, row.student.id))) for row in rows]
    return sorted(hidden, key=lambda row: row.student.id)
