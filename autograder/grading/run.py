"""One grading run, top to bottom: choose, plan, have it run, write.

Students go through it a chunk at a time, so that the memory of a run does not grow with the class.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from autograder.course import CellKey, Course, Lesson, load_lesson
from autograder.errors import CourseError, GradebookError
from autograder.gradebook import Book, HandLedger, Standing, enter_lesson, open_book
from autograder.grading.allowance import extra_s, list_limits
from autograder.grading.cluster import Workers, open_workers
from autograder.grading.dispatch import Dispatcher
from autograder.grading.imports import list_refused_imports
from autograder.grading.plan import GradeOptions, Plan, Planner, Reason, choose_students
from autograder.grading.results import Finished, Writer, Written, concerns_everybody, leave_out
from autograder.grading.work import Chunk, GradedNotebook, Work, describe_machine, leave_ungraded
from autograder.records import Change, Grade, hold_gradebook, sweep_temporary_files
from autograder.sandbox import require_runner
from autograder.submissions import Problem, list_odd_folders

__all__ = ["GradeSummary", "Progress", "grade_lesson", "grade_students"]

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the last one."""

_LOG = logging.getLogger("autograder.grading")
_LEDGER = threading.Lock()  # of several threads that grade, one notices a change
_DATABASE_BATCH = 64
_MOST_AT_ONCE = 16
_MOST_LONG = 2  # of a lesson whose notebooks may take long: what is done should soon be written
_FEW_STUDENTS = 4  # a worker takes longer to start than to grade this many


@dataclass
class GradeSummary:
    """What a grading run did. The records are without their tests' outcomes.

    `failures` name the students whom an exception of ours left out: `file` is the student's folder and the lesson.
    `reviews` says why scores by hand were marked for review, by student and cell.
    `damaged` says by student which records cannot be read, and are made anew.
    `missing` are the modules that notebooks imported and that are not installed, with the students whose they were.
    """

    lesson: Lesson
    grades: list[Grade] = field(default_factory=list)
    graded: set[str] = field(default_factory=set)
    standings: dict[str, Standing] = field(default_factory=dict)
    odd_folders: list[Problem] = field(default_factory=list)
    failures: list[Problem] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reviews: dict[tuple[str, CellKey], str] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    refused_workers: tuple[str, ...] = ()
    damaged: dict[str, GradebookError] = field(default_factory=dict)

    @property
    def needs_person(self) -> bool:
        """Whether a file was refused or missing, something is UNGRADED, or a score by hand needs a look."""
        return bool(self.odd_folders or self.failures) or any(
            grade.problems or grade.is_ungraded or self._has_doubtful_score(grade) for grade in self.grades
        )

    def _has_doubtful_score(self, grade: Grade) -> bool:
        standing = self.standings.get(grade.student)
        return standing is not None and bool(standing.to_review or standing.above)


def grade_lesson(course: Course, name: str, options: GradeOptions, progress: Progress) -> GradeSummary:
    """Grade what was handed in for a lesson and bring records, notebooks and database up to date.

    Whoever is unchanged since the last run is not run again. With `is_plan`, only the reasons are found out.
    """
    lesson = load_lesson(course, name)
    students = choose_students(course, lesson, options.students)
    _refuse_unknown_notebooks(lesson, options)
    odd_folders = list_odd_folders(course, name)
    if options.cluster is None and not options.is_plan:
        require_runner(options.runner, course.root)  # once, and not as one failure for each notebook
    planner = Planner(lesson, options, describe_machine(course.root, name, options.runner))
    summary = GradeSummary(lesson, odd_folders=odd_folders, damaged=planner.damaged)
    with hold_gradebook(course):
        sweep_temporary_files(course, name)
        if options.is_plan:
            _explain(planner, summary, students)
            return summary
        enter_lesson(lesson)
        with open_book(course) as book:
            by_hand = _notice_hand_scores(lesson, book, is_trial=options.is_trial)
            run = _Run(planner, Writer(lesson, book, by_hand, is_trial=options.is_trial), summary)
            run.grade(run.sort_out(students), progress)
            summary.standings, summary.reviews = book.standings(name, lesson.bonus), by_hand.reasons()
    summary.grades.sort(key=lambda grade: grade.student)
    return summary


def grade_students(
    lesson: Lesson, options: GradeOptions, workers: Workers | None, written: Callable[[str], None]
) -> GradeSummary:
    """Do the same for some students of a lesson that the database knows, and for a caller that holds the gradebook.

    `workers`, if there are some, do the work and stay. `written` is called with each student whose grade is written.
    Several threads may do this at a time, each for students of its own.
    """
    planner = Planner(lesson, options, describe_machine(lesson.course.root, lesson.name, options.runner))
    summary = GradeSummary(lesson, damaged=planner.damaged)
    with open_book(lesson.course) as book:
        by_hand = _notice_hand_scores(lesson, book, is_trial=False)
        run = _Run(planner, Writer(lesson, book, by_hand, is_trial=False), summary, workers, written)
        run.grade(run.sort_out(options.students), lambda *_: None)
    return summary


def _notice_hand_scores(lesson: Lesson, book: Book, *, is_trial: bool) -> HandLedger:
    """Return what is known of scores by hand; what the history did not know yet is in it then."""
    with _LEDGER:
        by_hand = HandLedger(lesson.course, lesson.name)
        noticed = by_hand.notice(book)
        if not is_trial:
            by_hand.enter(noticed)
    return by_hand


def _explain(planner: Planner, summary: GradeSummary, students: Sequence[str]) -> None:
    for student in students:
        plan = _try_to_plan(planner, summary, student)
        summary.reasons += plan.reasons if plan is not None else ()


def _try_to_plan(planner: Planner, summary: GradeSummary, student: str) -> Plan | None:
    """Plan for a student; if that ends in an exception, name him in the summary, and go on with the others."""
    try:
        return planner.plan(student)
    except Exception as error:
        if concerns_everybody(error):
            raise
        _add(summary, student, leave_out(student, planner.lesson.name, None, error))
        return None


def _add(summary: GradeSummary, student: str, written: Written) -> None:
    summary.grades.append(_shorten(written.grade))
    for name in list_refused_imports(written.grade):
        summary.missing.setdefault(name, []).append(student)
    summary.changes += written.changes
    if written.failure is not None:
        summary.failures.append(structs.replace(written.failure, file=f"{student}/{written.failure.file}"))


def _refuse_unknown_notebooks(lesson: Lesson, options: GradeOptions) -> None:
    unknown = sorted(set(options.notebooks) - {notebook.name for notebook in lesson.notebooks})
    if unknown:
        path = lesson.course.solutions / lesson.name
        hint = f"its notebooks: {', '.join(notebook.name for notebook in lesson.notebooks)}"
        raise CourseError(f"{lesson.name} has no notebook {', '.join(unknown)}", hint=hint, path=path)


class _Run:
    """One run over a class."""

    def __init__(
        self,
        planner: Planner,
        writer: Writer,
        summary: GradeSummary,
        workers: Workers | None = None,
        written: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.planner = planner
        self.writer = writer
        self.summary = summary
        self.lesson = summary.lesson
        self.workers = workers
        self.written = written

    def sort_out(self, students: Sequence[str]) -> list[str]:
        """Return the students of whom something must be run; bring the rows of the others to their records."""
        busy = []
        for start in range(0, len(students), _DATABASE_BATCH):
            plans = self._plan(students[start : start + _DATABASE_BATCH])
            self.summary.reasons += [reason for plan in plans for reason in plan.reasons]
            busy += [plan.student for plan in plans if plan.work]
            self._write([Finished(plan) for plan in plans if not plan.work])
        return busy

    def _plan(self, students: Sequence[str]) -> list[Plan]:
        plans = (_try_to_plan(self.planner, self.summary, student) for student in students)
        return [plan for plan in plans if plan is not None]

    def grade(self, busy: Sequence[str], progress: Progress) -> None:
        """Have everything run and written."""
        total = len(busy)
        _LOG.info("%s: %d students, %d to run", self.lesson.name, total + len(self.summary.grades), total)
        if not busy:
            return
        done = 0
        progress(done, total, "")
        with contextlib.closing(self._run(busy)) as results:  # where writing fails, the workers end at once
            for finished in results:
                self._write(finished)
                done += len(finished)
                progress(done, total, finished[-1].plan.student)
        _LOG.info("%s: done", self.lesson.name)

    def _run(self, busy: Sequence[str]) -> Generator[list[Finished], None, None]:
        """Yield students with their results as they come. What they handed in is read when their turn comes."""
        options, stubs = self.planner.options, self.writer.book.stubs(self.lesson)
        machine, more_s = self.planner.machine, extra_s(self.lesson)
        with self._open_workers(len(busy), is_long=bool(more_s)) as workers:
            self.summary.refused_workers = workers.refused
            needed = machine if workers.is_remote else None

            def make_chunk(work: tuple[Work, ...]) -> Chunk:
                course, lesson = self.lesson.course, self.lesson.name
                return Chunk(course.root, lesson, options.runner, work, stubs=stubs, machine=needed)

            most = _MOST_AT_ONCE if not more_s else _MOST_LONG
            chunks = (self._plan(students) for students in _cut_into_chunks(busy, workers.count, most))
            yield from Dispatcher(workers, make_chunk, self._give_up, more_s).run(chunks)

    def _open_workers(self, students: int, *, is_long: bool) -> contextlib.AbstractContextManager[Workers]:
        if self.workers is not None:
            return contextlib.nullcontext(self.workers)
        options = self.planner.options
        processes = _count_processes(options, students, 1 if is_long else _FEW_STUDENTS)
        return open_workers(self.planner.machine, processes, options.cluster, list_limits(self.lesson))

    def _give_up(self, work: Work, reason: str) -> GradedNotebook:
        return leave_ungraded(self.lesson.notebook(work.notebook), work, self.planner.options.runner, reason)

    def _write(self, finished: Sequence[Finished]) -> None:
        for one, written in zip(finished, self.writer.write(finished) if finished else (), strict=True):
            _add(self.summary, one.plan.student, written)
            if one.results and written.failure is None:
                self.summary.graded.add(one.plan.student)
            if written.failure is None:
                self.written(one.plan.student)


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


def _count_processes(options: GradeOptions, students: int, few: int) -> int:
    """Return how many processes to start on this machine; each is worth it for a `few` students."""
    enough = -(-students // few)
    return min(options.workers or min(os.cpu_count() or 1, enough), students)


def _cut_into_chunks(students: Sequence[str], workers: int, most: int = _MOST_AT_ONCE) -> Iterator[Sequence[str]]:
    """Yield the students in chunks that grow smaller, so that all workers end at about the same time."""
    start = 0
    while start < len(students):
        share = (len(students) - start) // (2 * workers)
        end = start + max(1, min(most, share))
        yield students[start:end]
        start = end
