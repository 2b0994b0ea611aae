"""Grade the files that another system handed over, once, and write what it wants back."""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course, Lesson, load_lesson
from autograder.errors import CourseError, GradebookError
from autograder.external.formats import read_metadata, write_results
from autograder.external.platforms import HandIn, Platform
from autograder.external.results import GradedUpload, list_remarks, list_results
from autograder.files import write_file, writing
from autograder.submissions import Problem, Upload, read_uploads, set_timestamp

if TYPE_CHECKING:
    from autograder.audit import Atlas
    from autograder.records import Grade

__all__ = ["grade_upload"]

_STUDENT = "student"
_MOST_FILES = 200
_MOST_BYTES = 1 << 30


def grade_upload(
    course: Course, lesson_name: str, folder: Path, platform: Platform, metadata: Path | None, runner: str
) -> tuple[GradedUpload, str]:
    """Grade what lies in a folder, in a gradebook that nobody else uses; return it, and the text that the system wants.

    `GradebookError` if anything is UNGRADED: our failure is no result, and the system's own zero is never written.
    """
    lesson = load_lesson(course, lesson_name)
    hand_in = read_metadata(platform, metadata)
    problems = _place(course, lesson, folder, hand_in)
    grade, penalty = _grade(course, lesson, hand_in, runner)
    tests = tuple(list_results(lesson, grade, _find_atlas(lesson, grade, runner)))
    not_taken = {problem.file: problem.message for problem in problems}
    graded = GradedUpload(hand_in, tests, tuple(list_remarks(lesson, grade, not_taken)), penalty)
    return graded, write_results(platform, graded)


def _place(course: Course, lesson: Lesson, folder: Path, hand_in: HandIn) -> tuple[Problem, ...]:
    """Put the notebooks among the files where `autograder grade` looks for them."""
    found = read_uploads(lesson, [Upload(name, read) for name, read in _list_files(folder)])
    target = course.submitted / _STUDENT / lesson.name
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
    for sent in found.notebooks:
        write_file(target / f"{sent.notebook}.ipynb", sent.data)
    if hand_in.received is not None:
        set_timestamp(target, hand_in.received.timestamp())
    return found.problems


def _list_files(folder: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the plain files below a folder. Links are the sender's, and lead nowhere."""
    if not folder.is_dir():
        raise CourseError("there is no such folder", hint="name the folder with the student's files", path=folder)
    count = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if stat.S_ISREG(path.lstat().st_mode) and not name.startswith("."):
                count += 1
                if count > _MOST_FILES:
                    return
                yield name, functools.partial(_read, path)


def _read(path: Path) -> bytes:
    """Read no more of a file than one person may hand in, and a little, so that it is seen to be too much."""
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def _grade(course: Course, lesson: Lesson, hand_in: HandIn, runner: str) -> tuple[Grade, float]:
    from autograder.gradebook import open_book, set_due
    from autograder.grading import GradeOptions, grade_lesson
    from autograder.records import read_grade, record_path

    if hand_in.due is not None:
        set_due(course, lesson.name, hand_in.due.isoformat(), {})
    summary = grade_lesson(
        course, lesson.name, GradeOptions(students=(_STUDENT,), runner=runner, workers=1), lambda *_: None
    )
    grade = read_grade(record_path(course, lesson.name, _STUDENT))
    if grade is None or grade.is_ungraded or summary.failures:
        reasons = [one.ungraded for one in grade.notebooks if one.ungraded] if grade is not None else []
        reasons += [failure.message for failure in summary.failures]
        raise GradebookError(
            f"not graded, which is our failure: {'; '.join(reasons) or 'UNGRADED'}",
            hint="no result was written; run the grader again, and `autograder doctor` where it runs",
        )
    with open_book(course) as book:
        standing = book.standings(lesson.name, student=_STUDENT).get(_STUDENT)
    return grade, standing.penalty if standing is not None else 0.0


def _find_atlas(lesson: Lesson, grade: Grade, runner: str) -> Atlas | None:
    """Return what the lesson's answers behave like, if something has to be explained."""
    if not any(notebook.behaviours for notebook in grade.notebooks):
        return None
    from autograder.audit import load_atlas
    from autograder.grading import local_pool

    with local_pool(1) as pool:
        return load_atlas(lesson, pool, runner)
