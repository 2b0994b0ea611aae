"""A feedback page for each student of a class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.classroom.classroom import read_classroom
from autograder.course import Course
from autograder.feedback import render_page
from autograder.files import write_file
from autograder.records import page_path

__all__ = ["write_feedback"]


def write_feedback(course: Course, lesson_name: str, students: Sequence[str] = ()) -> list[Path]:
    """Write a page for each student of a lesson, or for these students only; return their paths.

    `CourseError` if one of them handed nothing in, `GradebookError` if one is not graded yet.
    """
    classroom = read_classroom(course, lesson_name, students)
    paths = []
    for grade in classroom.grades:
        page = render_page(
            classroom.lesson,
            grade,
            classroom.read_notebooks(grade.student),
            classroom.hand_grades[grade.student],
            classroom.atlas,
            classroom.standings.get(grade.student),
        )
        path = page_path(course, lesson_name, grade.student)
        write_file(path, page)
        paths.append(path)
    return paths
