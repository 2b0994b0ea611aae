"""One grading run: plan what must be run, have it run, write records, notebooks, history and database.

Students go through it a chunk at a time, so that the memory of a run does not grow with the class.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import CourseError, GradebookError
from autograder.executors import Cluster, open_crew
from autograder.files import write_file
from autograder.gradebook import Book, Standing, enter_lesson, open_book
from autograder.grades import Grade, NotebookGrade, read_grade, write_grade
from autograder.history import Change, append_history, find_changes
from autograder.intake import Problem, Submission, list_odd_folders, list_students, read_submission
from autograder.lesson import Course, Lesson, load_lesson
from autograder.work import Chunk, GradedNotebook, Machine, Work, describe_machine, grade_chunk, work_key

__all__ = [
    "GradeOptions",
    "GradeReport",
    "Progress",
    "autograded_path",
    "choose_students",
    "grade_lesson",
    "hold_gradebook",
    "record_path",
]

Progress = Callable[[int, int, str], None]
_LOG = logging.getLogger("autograder.grading")
_DATABASE_BATCH = 64
_MOST_AT_ONCE = 16
_FEW_STUDENTS = 4


@dataclass(frozen=True)
class GradeOptions:
    """How a grading run is done. Of `notebooks` that are not named, the grades stay as they are; () names all.

    With `is_trial` all is run and nothing written; with `is_plan` nothing is run either.
    """

    students: tuple[str, ...] = ()
    workers: int = 0
    is_forced: bool = False
    runner: str = "jail"
    notebooks: tuple[str, ...] = ()
    is_trial: bool = False
    is_plan: bool = False
    cluster: Cluster | None = None


@dataclass
class GradeReport:
    """What a grading run did. The records are without their tests' outcomes; `reasons` are (student, notebook, why)."""

    lesson: Lesson
    grades: list[Grade] = field(default_factory=list)
    graded: set[str] = field(default_factory=set)
    standings: dict[str, Standing] = field(default_factory=dict)
    odd_folders: list[Problem] = field(default_factory=list)
    reasons: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refused_workers: tuple[str, ...] = ()

    @property
    def needs_person(self) -> bool:
        """Whether a file was refused or missing, or something is UNGRADED."""
        return bool(self.odd_folders) or any(grade.problems or grade.is_ungraded for grade in self.grades)


def grade_lesson(course: Course, name: str, options: GradeOptions, progress: Progress) -> GradeReport:
    """Grade what was handed in for a lesson and bring records, notebooks and database up to date.

    Whoever is unchanged since the last run is not run again. With `is_plan`, only the reasons are found out.
    """
    lesson = load_lesson(course, name)
    students = choose_students(course, lesson, options.students)
    unknown = sorted(set(options.notebooks) - {notebook.name for notebook in lesson.notebooks})
    if unknown:
        raise CourseError(f"{name} has no notebook {', '.join(unknown)}", path=course.solutions / name)
    report = GradeReport(lesson, odd_folders=list_odd_folders(course, name))
    machine = describe_machine(course.root, name, options.runner)
    with hold_gradebook(course):
        _sweep(course, name)
        run = _Run(lesson, options, machine, report)
        if options.is_plan:
            run.sort_out(students, None)
            return report
        enter_lesson(lesson)
        with open_book(course) as book:
            run.grade(run.sort_out(students, book), book, progress)
            report.standings = book.standings(lesson.name)
    report.grades.sort(key=lambda grade: grade.student)
    return report


def choose_students(course: Course, lesson: Lesson, wanted: Sequence[str]) -> list[str]:
    """Return who handed in, or those of them who are wanted; `CourseError` names who is not there."""
    students = list_students(course, lesson.name)
    unknown = sorted(set(wanted) - set(students))
    if unknown:
        raise CourseError(
            f"nothing was handed in by {', '.join(unknown)}",
            hint=f"the names are those of the folders in {course.submitted}",
            path=course.submitted,
        )
    return [student for student in students if not wanted or student in wanted]


@dataclass(frozen=True)
class _Plan:
    """What is to be done for one student: notebooks to run, and grades that still hold."""

    submission: Submission
    old: Grade | None
    work: tuple[Work, ...]
    kept: tuple[NotebookGrade, ...]
    reasons: tuple[tuple[str, str], ...]


class _Run:
    """One run over a class."""

    def __init__(self, lesson: Lesson, options: GradeOptions, machine: Machine, report: GradeReport) -> None:
        self.lesson = lesson
        self.course = lesson.course
        self.options = options
        self.machine = machine
        self.report = report
        self._suites = dict(machine.suites)

    def sort_out(self, students: Sequence[str], book: Book | None) -> list[str]:
        """Return the students of whom something must be run; bring the rows of the others to their records."""
        busy = []
        for start in range(0, len(students), _DATABASE_BATCH):
            plans = [self._plan(student) for student in students[start : start + _DATABASE_BATCH]]
            for plan in plans:
                self.report.reasons += [(plan.submission.student, notebook, why) for notebook, why in plan.reasons]
            busy += [plan.submission.student for plan in plans if plan.work]
            idle: list[tuple[_Plan, list[GradedNotebook]]] = [(plan, []) for plan in plans if not plan.work]
            if idle and book is not None:
                self._write(idle, book)
        return busy

    def _plan(self, student: str) -> _Plan:
        submission = read_submission(self.course, self.lesson, student)
        old = read_grade(record_path(self.course, self.lesson.name, student))
        work: list[Work] = []
        kept: list[NotebookGrade] = []
        reasons: list[tuple[str, str]] = []
        for file in submission.files:
            before = old.notebook(file.notebook) if old is not None else None
            if self.options.notebooks and file.notebook not in self.options.notebooks:
                kept += [before] if before is not None else []
                continue
            suite = self._suites[file.notebook]
            key = work_key(suite, file.digest, self.options.runner)
            item = Work(student, file.notebook, file.file, file.data, key, file.notes, suite=suite)
            why = self._why(item, before)
            if why:
                work.append(item)
                reasons.append((file.notebook, why))
            elif before is not None:
                kept.append(before)
        return _Plan(submission, old, tuple(work), tuple(kept), tuple(reasons))

    def _why(self, work: Work, before: NotebookGrade | None) -> str:
        """Return why a notebook must be run, "" where its old grade holds."""
        if before is None:
            return "not graded yet"
        if self.options.is_forced:
            return "forced"
        if before.is_ungraded:
            return "was UNGRADED"
        if before.digest != work.digest or before.file != work.file:
            return "another file was handed in"
        if before.key != work.key:
            if before.runner != self.options.runner:
                return f"graded by the {before.runner} runner before"
            changed = [
                f"{package} {before.versions.get(package, 'none')} -> {version}"
                for package, version in self.machine.versions
                if before.versions.get(package) != version
            ]
            if before.suite != work.suite:
                changed.insert(0, "its suite or source changed")
            return "; ".join(changed)
        if not autograded_path(self.course, self.lesson.name, work.student, work.notebook).exists():
            return "its autograded notebook is gone"
        return ""

    def grade(self, busy: Sequence[str], book: Book, progress: Progress) -> None:
        """Have everything run and written."""
        total = len(busy)
        unchanged = len(self.report.grades)
        _LOG.info("%s: %d students, %d to run", self.lesson.name, total + unchanged, total)
        if not busy:
            return
        done = 0
        progress(done, total, "")
        for finished in self._results(busy, book):
            self._write(finished, book)
            done += len(finished)
            progress(done, total, finished[-1][0].submission.student)
        _LOG.info("%s: done", self.lesson.name)

    def _results(self, busy: Sequence[str], book: Book) -> Iterator[list[tuple[_Plan, list[GradedNotebook]]]]:
        """Yield chunks of students with their results as they come. Few chunks are under way at a time."""
        # A worker takes longer to start than to grade a few students.
        enough = -(-len(busy) // _FEW_STUDENTS)
        local = min(self.options.workers or min(os.cpu_count() or 1, enough), len(busy))
        stubs = book.stubs(self.lesson)
        with open_crew(self.machine, local, self.options.cluster) as crew:
            self.report.refused_workers = crew.refused
            waiting = _chunks(busy, crew.workers)
            futures: dict[Future[list[GradedNotebook]], list[_Plan]] = {}

            def send() -> None:
                for students in waiting:
                    plans = [self._plan(student) for student in students]
                    work = tuple(item for plan in plans for item in plan.work)
                    chunk = Chunk(
                        self.course.root,
                        self.lesson.name,
                        self.options.runner,
                        work,
                        stubs=stubs,
                        machine=self.machine if crew.is_remote else None,
                    )
                    futures[crew.executor.submit(grade_chunk, chunk)] = plans
                    if len(futures) >= 2 * crew.workers + 1:
                        return

            send()
            while futures:
                ready, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in ready:
                    plans, results = futures.pop(future), future.result()
                    by_student: dict[str, list[GradedNotebook]] = {}
                    for result in results:
                        by_student.setdefault(result.student, []).append(result)
                    send()
                    yield [(plan, by_student.get(plan.submission.student, [])) for plan in plans]

    def _write(self, finished: Sequence[tuple[_Plan, list[GradedNotebook]]], book: Book) -> None:
        """Write some students' notebooks and records, then their rows: what a killed run wrote of them is not lost."""
        grades = [self._finish(plan, results) for plan, results in finished]
        if not self.options.is_trial:
            book.write(self.lesson, grades)
        self.report.grades += [_brief(grade) for grade in grades]
        self.report.graded.update(plan.submission.student for plan, results in finished if results)

    def _finish(self, plan: _Plan, results: Sequence[GradedNotebook]) -> Grade:
        """Write one student's notebooks and record; return the record."""
        student = plan.submission.student
        problems = [(p.notebook, p.file, p.message, p.hint) for p in plan.submission.problems]
        problems += [result.problem for result in results if result.problem is not None]
        notebooks = {grade.notebook: grade for grade in plan.kept}
        pages = {result.grade.notebook: result.autograded for result in results}
        notebooks |= {result.grade.notebook: result.grade for result in results if result.autograded}
        grade = Grade(
            student=student,
            lesson=self.lesson.name,
            timestamp=plan.submission.timestamp,
            notebooks=tuple(notebooks[n.name] for n in self.lesson.notebooks if n.name in notebooks),
            problems=tuple(problems),
        )
        changes = find_changes(plan.old, grade)
        self.report.changes += changes
        for result in results:
            _LOG.info("%s/%s: %g points, %.2f s", student, result.grade.file, result.grade.score, result.grade.time_s)
        for _, file, message, _ in problems:
            _LOG.warning("%s/%s: %s", student, file, message)
        if self.options.is_trial:
            return grade
        for notebook in self.lesson.notebooks:
            path = autograded_path(self.course, self.lesson.name, student, notebook.name)
            if pages.get(notebook.name):
                write_file(path, pages[notebook.name])
            elif notebook.name not in notebooks:
                path.unlink(missing_ok=True)
        self._copy_companions(plan.submission)
        append_history(self.course, self.lesson.name, changes)
        if plan.old != grade:
            write_grade(grade, record_path(self.course, self.lesson.name, student))
        return grade

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


def _brief(grade: Grade) -> Grade:
    """Return a record without what tables do not show: a report of a large class is kept in memory."""
    notebooks = []
    for graded in grade.notebooks:
        reason = graded.ungraded or next((o.message for o in graded.outcomes if o.verdict == "UNGRADED"), "")
        brief = replace(
            graded, outcomes=(), behaviours={}, exhibits={}, versions={}, cell_errors={}, ungraded=reason, key=""
        )
        notebooks.append(brief)
    return replace(grade, notebooks=tuple(notebooks))


def _chunks(students: Sequence[str], workers: int) -> Iterator[Sequence[str]]:
    """Yield the students in chunks that grow smaller, so that all workers end at about the same time."""
    start = 0
    while start < len(students):
        share = (len(students) - start) // (2 * workers)
        end = start + max(1, min(_MOST_AT_ONCE, share))
        yield students[start:end]
        start = end


def record_path(course: Course, lesson: str, student: str) -> Path:
    """Return where a student's record stands."""
    return course.records / lesson / f"{student}.json"


def autograded_path(course: Course, lesson: str, student: str, notebook: str) -> Path:
    """Return where a notebook as graded stands, as nbgrader has it."""
    return course.autograded / student / lesson / f"{notebook}.ipynb"


@contextlib.contextmanager
def hold_gradebook(course: Course) -> Iterator[None]:
    """Hold the gradebook for this run; `GradebookError` names who holds it where somebody does."""
    course.gradebook.mkdir(parents=True, exist_ok=True)
    path = course.gradebook / ".lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another run"
            raise GradebookError(
                f"the gradebook is in use by {holder}", hint="wait until it ends, or end it", path=path
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _sweep(course: Course, lesson: str) -> None:
    """Remove the temporary files of runs that were killed: each has the number of its process in its name."""
    found = [*course.gradebook.glob(".*.tmp*"), *(course.records / lesson).glob(".*.tmp")]
    for folder in (course.autograded, course.feedback):
        found += folder.glob(f"*/{lesson}/.*.tmp")
    for path in found:
        number = path.name.partition(".tmp")[0].rpartition(".")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
