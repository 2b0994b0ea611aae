"""A feedback page for each student of a class."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from autograder.classroom.classroom import Classroom, read_classroom
from autograder.course import CellKey, Course, Lesson
from autograder.errors import AutograderError
from autograder.feedback import launch_formatter, render_page, withhold_hidden
from autograder.files import write_file
from autograder.records import Grade, page_path

if TYPE_CHECKING:
    from autograder.audit import Atlas

__all__ = ["AttemptPages", "FailedPage", "WrittenPages", "make_attempt_pages", "write_feedback"]


class FailedPage(NamedTuple):
    """A page that could not be made. `reason` names the error, and where it is if it is ours."""

    student: str
    reason: str
    hint: str


class WrittenPages(NamedTuple):
    """The pages that were written, and those that could not be made."""

    paths: list[Path]
    failed: list[FailedPage]


class AttemptPages(NamedTuple):
    """The page about an attempt as it may be read at once, and as it may be once the work is due.

    `later` is None where that is the same. `is_whole` says that nothing is held back: it is the page of `feedback`.
    """

    now: bytes
    later: bytes | None
    is_whole: bool


def write_feedback(
    course: Course,
    lesson_name: str,
    students: Sequence[str] = (),
    find_atlas: Callable[[Lesson], Atlas] | None = None,
    *,
    is_over: bool = False,
) -> WrittenPages:
    """Write a page for each student of a lesson, or for these students only. What fails for one ends that page only.

    Who writes one page after the other keeps the atlas: `find_atlas` returns it if it is needed. With `is_over` the
    pages say what they say after the due date: for who shows nobody his before it.
    `CourseError` if one of them handed nothing in, `GradebookError` if one is not graded yet.
    """
    launch_formatter()
    classroom = read_classroom(course, lesson_name, students)
    pages = WrittenPages([], [])
    # What all pages need is read first: where that fails, it is no student's.
    grades, _, _, _ = classroom.grades, classroom.hand_grades, classroom.standings, classroom.names
    atlas = _find_atlas(classroom, find_atlas)
    for grade in grades:
        try:
            page = _render(classroom, grade, atlas, is_due=is_over or classroom.is_due(grade.student))
            path = page_path(course, classroom.lesson.name, grade.student)
            write_file(path, page)
            pages.paths.append(path)
        except Exception as error:
            pages.failed.append(_describe(grade.student, error))
    return pages


def make_attempt_pages(
    course: Course,
    lesson_name: str,
    student: str,
    find_atlas: Callable[[Lesson], Atlas],
    told: Collection[CellKey] = (),
    only: Collection[str] = (),
) -> AttemptPages | FailedPage:
    """Return the pages about what a student handed in last, as it is graded now.

    Of what persons entered, only that for the `told` cells is on them. What lessons withhold before the due date is on
    neither the first page nor in anything that it says; the second is None where no notebook shows more then. With
    `only`, the pages are about these notebooks alone.
    """
    launch_formatter()
    classroom = read_classroom(course, lesson_name, [student])
    if only:
        notebooks = tuple(one for one in classroom.lesson.notebooks if one.name in only)
        classroom = replace(classroom, lesson=replace(classroom.lesson, notebooks=notebooks))
    [grade], lesson = classroom.grades, classroom.lesson
    if only:
        grade = structs.replace(grade, notebooks=tuple(one for one in grade.notebooks if one.notebook in only))
    atlas, entered = _find_atlas(classroom, find_atlas), classroom.hand_grades[student]
    held = {key for key, one in entered.items() if one.is_by_person and key not in told}
    has_later = any(notebook.settings.show_hidden == "after due" for notebook in lesson.notebooks)
    try:
        now = _render(classroom, grade, atlas, held, is_due=False, is_withheld=True)
        later = _render(classroom, grade, atlas, held, is_due=True, is_withheld=True) if has_later else None
    except Exception as error:
        return _describe(student, error)
    is_open = all(notebook.settings.shows_hidden(is_due=False) for notebook in lesson.notebooks)
    return AttemptPages(now, later, is_whole=is_open and not held and not only)


def _find_atlas(classroom: Classroom, find_atlas: Callable[[Lesson], Atlas] | None) -> Atlas | None:
    return classroom.atlas if find_atlas is None or not classroom.needs_atlas else find_atlas(classroom.lesson)


def _render(
    classroom: Classroom,
    grade: Grade,
    atlas: Atlas | None,
    held: Collection[CellKey] = (),
    *,
    is_due: bool,
    is_withheld: bool = False,
) -> bytes:
    """Return a page without what persons entered for the cells that are `held` back, and without what is withheld."""
    shown = withhold_hidden(classroom.lesson, grade, is_due=is_due) if is_withheld else grade
    standing = classroom.standings.get(grade.student)
    if standing is not None and (held or shown != grade):
        standing = replace(standing, penalty=0.0)  # it may depend on the score
    page = render_page(
        classroom.lesson,
        shown,
        classroom.read_notebooks(grade.student),
        {key: one for key, one in classroom.hand_grades[grade.student].items() if key not in held},
        atlas,
        standing,
        classroom.names.get(grade.student, ""),
        is_due=is_due,
    )
    return page.encode("utf-8", "replace")  # half characters are no text


def _describe(student: str, error: Exception) -> FailedPage:
    if isinstance(error, AutograderError):
        return FailedPage(student, str(error), error.hint)
    *_, frame = traceback.extract_tb(error.__traceback__)
    reason = f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"
    return FailedPage(student, reason, "grade the student again with --force; if that does not help, report it")
