"""One grading run, top to bottom: choose, plan, have it run, write.

Students go through it a chunk at a time, so that the memory of a run does not grow with the class.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from msgspec import structs

from autograder.course import CellKey, Course, Lesson, load_lesson
from autograder.errors import CourseError
from autograder.gradebook import Standing, enter_lesson, open_book
from autograder.grading.cluster import open_workers
from autograder.grading.plan import GradeOptions, Plan, Planner, Reason, choose_students
from autograder.grading.pool import Workers
from autograder.grading.remote import grade_chunk
from autograder.grading.results import Finished, Writer
from autograder.grading.work import Chunk, GradedNotebook, describe_machine
from autograder.records import Change, Grade, hold_gradebook, sweep_temporary_files
from autograder.submissions import Problem, list_odd_folders

__all__ = ["GradeSummary", "Progress", "grade_lesson"]

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the last one."""

_LOG = logging.getLogger("autograder.grading")
_DATABASE_BATCH = 64
_MOST_AT_ONCE = 16
_FEW_STUDENTS = 4  # a worker takes longer to start than to grade this many


@dataclass
class GradeSummary:
    """What a grading run did. The records are without their tests' outcomes."""

    lesson: Lesson
    grades: list[Grade] = field(default_factory=list)
    graded: set[str] = field(default_factory=set)
    standings: dict[str, Standing] = field(default_factory=dict)
    odd_folders: list[Problem] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refused_workers: tuple[str, ...] = ()

    @property
    def needs_person(self) -> bool:
        """Whether a file was refused or missing, or something is UNGRADED."""
        return bool(self.odd_folders) or any(grade.problems or grade.is_ungraded for grade in self.grades)


def grade_lesson(course: Course, name: str, options: GradeOptions, progress: Progress) -> GradeSummary:
    """Grade what was handed in for a lesson and bring records, notebooks and database up to date.

    Whoever is unchanged since the last run is not run again. With `is_plan`, only the reasons are found out.
    """
    lesson = load_lesson(course, name)
    students = choose_students(course, lesson, options.students)
    _refuse_unknown_notebooks(lesson, options)
    summary = GradeSummary(lesson, odd_folders=list_odd_folders(course, name))
    planner = Planner(lesson, options, describe_machine(course.root, name, options.runner))
    with hold_gradebook(course):
        sweep_temporary_files(course, name)
        if options.is_plan:
            summary.reasons = [reason for student in students for reason in planner.plan(student).reasons]
            return summary
        enter_lesson(lesson)
        with open_book(course) as book:
            run = _Run(planner, Writer(lesson, book, is_trial=options.is_trial), summary)
            run.grade(run.sort_out(students), progress)
            summary.standings = book.standings(name)
    summary.grades.sort(key=lambda grade: grade.student)
    return summary


def _refuse_unknown_notebooks(lesson: Lesson, options: GradeOptions) -> None:
    unknown = sorted(set(options.notebooks) - {notebook.name for notebook in lesson.notebooks})
    if unknown:
        path = lesson.course.solutions / lesson.name
        raise CourseError(f"{lesson.name} has no notebook {', '.join(unknown)}", path=path)


class _Run:
    """One run over a class."""

    def __init__(self, planner: Planner, writer: Writer, summary: GradeSummary) -> None:
        self.planner = planner
        self.writer = writer
        self.summary = summary
        self.lesson = summary.lesson

    def sort_out(self, students: Sequence[str]) -> list[str]:
        """Return the students of whom something must be run; bring the rows of the others to their records."""
        busy = []
        for start in range(0, len(students), _DATABASE_BATCH):
            plans = [self.planner.plan(student) for student in students[start : start + _DATABASE_BATCH]]
            self.summary.reasons += [reason for plan in plans for reason in plan.reasons]
            busy += [plan.student for plan in plans if plan.work]
            self._write([Finished(plan) for plan in plans if not plan.work])
        return busy

    def grade(self, busy: Sequence[str], progress: Progress) -> None:
        """Have everything run and written."""
        total = len(busy)
        _LOG.info("%s: %d students, %d to run", self.lesson.name, total + len(self.summary.grades), total)
        if not busy:
            return
        done = 0
        progress(done, total, "")
        for finished in self._run(busy):
            self._write(finished)
            done += len(finished)
            progress(done, total, finished[-1].plan.student)
        _LOG.info("%s: done", self.lesson.name)

    def _run(self, busy: Sequence[str]) -> Iterator[list[Finished]]:
        """Yield chunks of students with their results as they come. Few chunks are under way at a time."""
        options, stubs = self.planner.options, self.writer.book.stubs(self.lesson)
        with open_workers(self.planner.machine, _count_processes(options, len(busy)), options.cluster) as workers:
            self.summary.refused_workers = workers.refused
            waiting = _cut_into_chunks(busy, workers.count)
            under_way: dict[Future[list[GradedNotebook]], list[Plan]] = {}

            def send() -> None:
                for students in waiting:
                    plans = [self.planner.plan(student) for student in students]
                    chunk = self._make_chunk(plans, workers, stubs)
                    under_way[workers.executor.submit(grade_chunk, chunk)] = plans
                    if len(under_way) >= 2 * workers.count + 1:
                        return

            send()
            while under_way:
                ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in ready:
                    finished = _match(under_way.pop(future), future.result())
                    send()
                    yield finished

    def _make_chunk(self, plans: Sequence[Plan], workers: Workers, stubs: dict[CellKey, str]) -> Chunk:
        return Chunk(
            self.lesson.course.root,
            self.lesson.name,
            self.planner.options.runner,
            tuple(item for plan in plans for item in plan.work),
            stubs=stubs,
            machine=self.planner.machine if workers.is_remote else None,
        )

    def _write(self, finished: Sequence[Finished]) -> None:
        for one, written in zip(finished, self.writer.write(finished) if finished else (), strict=True):
            self.summary.changes += written.changes
            self.summary.grades.append(_shorten(written.grade))
            if one.results:
                self.summary.graded.add(one.plan.student)


def _match(plans: Sequence[Plan], results: Sequence[GradedNotebook]) -> list[Finished]:
    """Return each plan with its student's results."""
    return [Finished(plan, tuple(one for one in results if one.student == plan.student)) for plan in plans]


def _shorten(grade: Grade) -> Grade:
    """Return a record without what tables do not show: a summary of a large class is kept in memory."""
    notebooks = []
    for graded in grade.notebooks:
        reason = graded.ungraded or next((one.message for one in graded.outcomes if one.is_ungraded), "")
        short = structs.replace(
            graded, outcomes=(), behaviours={}, exhibits={}, versions={}, cell_errors={}, ungraded=reason, key=""
        )
        notebooks.append(short)
    return structs.replace(grade, notebooks=tuple(notebooks))


def _count_processes(options: GradeOptions, students: int) -> int:
    """Return how many processes to start on this machine."""
    enough = -(-students // _FEW_STUDENTS)
    return min(options.workers or min(os.cpu_count() or 1, enough), students)


def _cut_into_chunks(students: Sequence[str], workers: int) -> Iterator[Sequence[str]]:
    """Yield the students in chunks that grow smaller, so that all workers end at about the same time."""
    start = 0
    while start < len(students):
        share = (len(students) - start) // (2 * workers)
        end = start + max(1, min(_MOST_AT_ONCE, share))
        yield students[start:end]
        start = end
