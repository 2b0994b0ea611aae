"""A lesson's grades as a file for a spreadsheet or a learning platform.

This loads neither torch nor nbgrader's programs, scikit-learn or Matplotlib: the command starts at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from autograder.classroom.classroom import read_classroom
from autograder.classroom.rows import ClassRow, list_rows
from autograder.classroom.table import render_table
from autograder.course import Course
from autograder.files import write_file

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
) -> Export:
    """Write a lesson's grades as a table in one of `table.FORMATS`; `GradebookError` if a student is not graded yet.

    `title` is what the learning platform calls the lesson's column. With `is_total_only`, cells get no columns.
    """
    classroom = read_classroom(course, lesson_name)
    rows = list_rows(classroom.lesson, classroom.grades, classroom.standings, classroom.roster)
    path = output or course.gradebook / "exports" / f"{lesson_name}.{to}.csv"
    write_file(path, render_table(classroom.lesson, rows, to, title, is_total_only=is_total_only))
    return Export(path, rows)
