"""Write what grading found of some students: notebooks, records and history first, then the rows of the database."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exc

from autograder.course import Lesson
from autograder.errors import CourseError, GradebookError
from autograder.files import write_file
from autograder.gradebook import Book, HandLedger
from autograder.grading.failures import describe_exception
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
from autograder.submissions import Problem, Submission

__all__ = ["Finished", "Writer", "Written", "concerns_everybody", "leave_out"]

_LOG = logging.getLogger("autograder.grading")
_OF_THE_MACHINE = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
)
_OF_SOME_ROWS = (exc.IntegrityError, exc.DataError, exc.ProgrammingError)


@dataclass(frozen=True)
class Finished:
    """A plan, and the results of the notebooks that were run for it."""

    plan: Plan
    results: tuple[GradedNotebook, ...] = ()


@dataclass(frozen=True)
class Written:
    """A student's record as it is now, and what it changed. With a `failure` nothing is sure to be written."""

    grade: Grade
    changes: tuple[Change, ...] = ()
    failure: Problem | None = None


def leave_out(student: str, lesson: str, old: Grade | None, error: Exception) -> Written:
    """Return what is said of a student where an exception of ours ended the work on him alone."""
    reason = str(error) if isinstance(error, GradebookError) else describe_exception(error)
    hint = getattr(error, "hint", "") or "run the command again; if it stays, report it with the log"
    problem = Problem("", lesson, f"UNGRADED (our fault, no points lost): {reason}", hint)
    _LOG.error("%s/%s: %s", student, lesson, problem.message, exc_info=error)
    notebooks = old.notebooks if old is not None else ()
    return Written(Grade(student, lesson, "", notebooks, (problem,)), failure=problem)


def concerns_everybody(error: BaseException) -> bool:
    """Whether what went wrong would go wrong for the next student too: the course's files, a full disk, a locked
    database.
    """
    if isinstance(error, CourseError):
        return True
    if isinstance(error, exc.DBAPIError):
        return not isinstance(error, _OF_SOME_ROWS)
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, OSError) and chain.errno in _OF_THE_MACHINE:
            return True
        chain = chain.__cause__ or chain.__context__
    return False


class Writer:
    """Brings the gradebook up to what grading found; in a trial it only tells what would change.

    `by_hand` is what is known of scores that persons entered.
    """

    def __init__(self, lesson: Lesson, book: Book, by_hand: HandLedger, *, is_trial: bool) -> None:
        self.lesson = lesson
        self.course = lesson.course
        self.book = book
        self.by_hand = by_hand
        self.is_trial = is_trial

    def write(self, finished: Sequence[Finished]) -> list[Written]:
        """Write some students; what a killed run wrote of them is not lost. Return what was written.

        An exception while one of them is written ends that one alone, unless it concerns everybody.
        """
        written = [self._try_to_write(one) for one in finished]
        return written if self.is_trial else self._write_rows(finished, written)

    def _try_to_write(self, finished: Finished) -> Written:
        try:
            return self._write_student(finished)
        except Exception as error:
            return self._leave_out(finished.plan, error)

    def _leave_out(self, plan: Plan, error: Exception) -> Written:
        if concerns_everybody(error):
            raise error
        return leave_out(plan.student, self.lesson.name, plan.old, error)

    def _write_rows(self, finished: Sequence[Finished], written: Sequence[Written]) -> list[Written]:
        """Write the rows of all in one transaction; if that fails, in one for each, to find out whose fault it is."""
        try:
            self._bring_rows([one.grade for one in written if one.failure is None])
        except Exception as error:
            if isinstance(error, GradebookError) or concerns_everybody(error):
                raise
        else:
            return list(written)
        pairs = zip(finished, written, strict=True)
        return [one if one.failure is not None else self._try_rows(plan.plan, one) for plan, one in pairs]

    def _bring_rows(self, grades: Sequence[Grade]) -> None:
        """Bring rows to records; a score by hand for another answer or other points is marked for review."""
        new = self.by_hand.find_reviews(self.lesson, grades)
        self.book.write(self.lesson, grades, self.by_hand.marks(new))
        self.by_hand.enter(new)

    def _try_rows(self, plan: Plan, written: Written) -> Written:
        try:
            self._bring_rows([written.grade])
        except Exception as error:
            return self._leave_out(plan, error)
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
        notebooks |= {result.grade.notebook: result.grade for result in results if result.problem is None}
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
            elif notebook.name in pages or grade.notebook(notebook.name) is None:
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
