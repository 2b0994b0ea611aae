"""A feedback page for each student of a class."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from autograder.classroom.classroom import Classroom, read_classroom
from autograder.course import Course, Lesson
from autograder.errors import AutograderError
from autograder.feedback import launch_formatter, render_page
from autograder.files import write_file
from autograder.records import Grade, page_path

if TYPE_CHECKING:
    from autograder.audit import Atlas

__all__ = ["FailedPage", "WrittenPages", "write_feedback"]


class FailedPage(NamedTuple):
    """A page that could not be made. `reason` names the error, and where it is if it is ours."""

    student: str
    reason: str
    hint: str


class WrittenPages(NamedTuple):
    """The pages that were written, and those that could not be made."""

    paths: list[Path]
    failed: list[FailedPage]


def write_feedback(
    course: Course,
    lesson_name: str,
    students: Sequence[str] = (),
    find_atlas: Callable[[Lesson], Atlas] | None = None,
) -> WrittenPages:
    """Write a page for each student of a lesson, or for these students only. What fails for one ends that page only.

    Who writes one page after the other keeps the atlas: `find_atlas` returns it if it is needed.
    `CourseError` if one of them handed nothing in, `GradebookError` if one is not graded yet.
    """
    launch_formatter()
    classroom = read_classroom(course, lesson_name, students)
    pages = WrittenPages([], [])
    # What all pages need is read first: where that fails, it is no student's.
    grades, _, _, _ = classroom.grades, classroom.hand_grades, classroom.standings, classroom.names
    atlas = classroom.atlas if find_atlas is None or not classroom.needs_atlas else find_atlas(classroom.lesson)
    for grade in grades:
        try:
            pages.paths.append(_write_page(classroom, grade, atlas))
        except Exception as error:
            pages.failed.append(_describe(grade.student, error))
    return pages


def _write_page(classroom: Classroom, grade: Grade, atlas: Atlas | None) -> Path:
    page = render_page(
        classroom.lesson,
        grade,
        classroom.read_notebooks(grade.student),
        classroom.hand_grades[grade.student],
        atlas,
        classroom.standings.get(grade.student),
        classroom.names.get(grade.student, ""),
        is_due=classroom.is_due(grade.student),
    )
    path = page_path(classroom.lesson.course, classroom.lesson.name, grade.student)
    write_file(path, page.encode("utf-8", "replace"))  # half characters are no text
    return path


def _describe(student: str, error: Exception) -> FailedPage:
    if isinstance(error, AutograderError):
        return FailedPage(student, str(error), error.hint)
    *_, frame = traceback.extract_tb(error.__traceback__)
    reason = f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"
    return FailedPage(student, reason, "grade the student again with --force; if that does not help, report it")
