"""Write what grading found of some students: notebooks, records and history first, then the rows of the database."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Lesson
from autograder.files import write_file
from autograder.gradebook import Book
from autograder.grading.plan import Plan
from autograder.grading.work import GradedNotebook
from autograder.records import (
    Change,
    Grade,
    append_history,
    autograded_path,
    find_changes,
    record_path,
    write_grade,
)
from autograder.submissions import Submission

__all__ = ["Finished", "Writer"]

_LOG = logging.getLogger("autograder.grading")


@dataclass(frozen=True)
class Finished:
    """A plan, and the results of the notebooks that were run for it."""

    plan: Plan
    results: tuple[GradedNotebook, ...] = ()


@dataclass(frozen=True)
class Written:
    """A student's record as it is now, and what it changed."""

    grade: Grade
    changes: tuple[Change, ...]


class Writer:
    """Brings the gradebook up to what grading found; in a trial it only tells what would change."""

    def __init__(self, lesson: Lesson, book: Book, *, is_trial: bool) -> None:
        self.lesson = lesson
        self.course = lesson.course
        self.book = book
        self.is_trial = is_trial

    def write(self, finished: Sequence[Finished]) -> list[Written]:
        """Write some students; what a killed run wrote of them is not lost. Return what was written."""
        written = [self._write_student(one) for one in finished]
        if not self.is_trial:
            self.book.write(self.lesson, [one.grade for one in written])
        return written

    def _write_student(self, finished: Finished) -> Written:
        plan = finished.plan
        grade = self._make_grade(finished)
        changes = find_changes(plan.old, grade)
        for result in finished.results:
            grade_line = (plan.student, result.grade.file, result.grade.score, result.grade.time_s)
            _LOG.info("%s/%s: %g points, %.2f s", *grade_line)
        for problem in grade.problems:
            _LOG.warning("%s/%s: %s", plan.student, problem.file, problem.message)
        if not self.is_trial:
            self._write_notebooks(finished, grade)
            self._copy_companions(plan.submission)
            append_history(self.course, self.lesson.name, changes)
            if plan.old != grade:
                write_grade(grade, record_path(self.course, self.lesson.name, plan.student))
        return Written(grade, tuple(changes))

    def _make_grade(self, finished: Finished) -> Grade:
        plan, results = finished.plan, finished.results
        notebooks = {grade.notebook: grade for grade in plan.kept}
        notebooks |= {result.grade.notebook: result.grade for result in results if result.autograded}
        refused = (result.problem for result in results if result.problem is not None)
        return Grade(
            student=plan.student,
            lesson=self.lesson.name,
            timestamp=plan.submission.timestamp,
            notebooks=tuple(notebooks[n.name] for n in self.lesson.notebooks if n.name in notebooks),
            problems=(*plan.submission.problems, *refused),
        )

    def _write_notebooks(self, finished: Finished, grade: Grade) -> None:
        """Write the notebooks as graded, and remove those that are not there any more."""
        pages = {result.grade.notebook: result.autograded for result in finished.results}
        for notebook in self.lesson.notebooks:
            path = autograded_path(self.course, self.lesson.name, grade.student, notebook.name)
            if pages.get(notebook.name):
                write_file(path, pages[notebook.name])
            elif grade.notebook(notebook.name) is None:
                path.unlink(missing_ok=True)

    def _copy_companions(self, submission: Submission) -> None:
        """Put beside the autograded notebooks what nbgrader has there: the time, and files that the notebooks show."""
        folder = autograded_path(self.course, self.lesson.name, submission.student, "").parent
        stamp = folder / "timestamp.txt"
        if not submission.timestamp:
            stamp.unlink(missing_ok=True)
        elif not stamp.exists() or stamp.read_text(encoding="utf-8") != f"{submission.timestamp}\n":
            write_file(stamp, f"{submission.timestamp}\n")
        has_suite = any(notebook.suite for notebook in self.lesson.notebooks)
        for path in () if has_suite else self.lesson.notebooks[0].helpers:
            target = folder / path.relative_to(self.course.solutions / self.lesson.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
