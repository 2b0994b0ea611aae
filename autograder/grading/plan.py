"""What must be done for one student: the notebooks that must be run and why, and the grades that still hold."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course import Course, Lesson
from autograder.errors import CourseError, GradebookError
from autograder.files import hash_parts
from autograder.grading.cluster import Cluster
from autograder.grading.imports import find_versions, scan_imports
from autograder.grading.work import EarlierWork, Machine, Work, work_key
from autograder.records import Grade, NotebookGrade, autograded_path, read_grade, record_path
from autograder.submissions import BesideFile, Submission, SubmittedFile, list_students, read_submission

__all__ = ["GradeOptions", "Plan", "Planner", "Reason", "choose_students"]

_LOG = logging.getLogger("autograder.grading")


@dataclass(frozen=True)
class GradeOptions:
    """How a grading run is done. Of `notebooks` that are not named, the grades stay as they are; () names all.

    `workers` 0 means as many as make sense. With `is_trial` all is run and nothing written; with `is_plan` nothing is
    run either.
    """

    students: tuple[str, ...] = ()
    workers: int = 0
    is_forced: bool = False
    runner: str = "jail"
    notebooks: tuple[str, ...] = ()
    is_trial: bool = False
    is_plan: bool = False
    cluster: Cluster | None = None


@dataclass(frozen=True)
class Reason:
    """Why a notebook is run."""

    student: str
    notebook: str
    why: str


@dataclass(frozen=True)
class Plan:
    """One student's submission and old record, the notebooks to run, and the grades that still hold."""

    submission: Submission
    old: Grade | None
    work: tuple[Work, ...]
    kept: tuple[NotebookGrade, ...]
    reasons: tuple[Reason, ...]

    @property
    def student(self) -> str:
        return self.submission.student


def choose_students(course: Course, lesson: Lesson, wanted: Sequence[str]) -> list[str]:
    """Return who handed in, or those of them who are wanted; `CourseError` names who is not there."""
    students = list_students(course, lesson.name)
    unknown = sorted(set(wanted) - set(students))
    if unknown:
        raise CourseError(
            f"nothing was handed in by {', '.join(map(repr, unknown))}",
            hint=f"the names are those of the folders in {course.submitted}",
            path=course.submitted,
        )
    return [student for student in students if not wanted or student in wanted]


class Planner:
    """Compares what was handed in with what the records say of it; `damaged` says by student why one cannot be read."""

    def __init__(self, lesson: Lesson, options: GradeOptions, machine: Machine) -> None:
        self.lesson = lesson
        self.options = options
        self.machine = machine
        self.damaged: dict[str, GradebookError] = {}
        self._suites = dict(machine.suites)

    def plan(self, student: str) -> Plan:
        """Return what must be done for a student."""
        submission = read_submission(self.lesson.course, self.lesson, student)
        old = self._read_old(student)
        work: list[Work] = []
        kept: list[NotebookGrade] = []
        reasons: list[Reason] = []
        for file in submission.files:
            before = old.notebook(file.notebook) if old is not None else None
            if self.options.notebooks and file.notebook not in self.options.notebooks:
                kept += [before] if before is not None else []
                continue
            item = self._make_work(student, file, submission)
            why = self._why(item, before)
            if why:
                work.append(item)
                reasons.append(Reason(student, file.notebook, why))
            elif before is not None:
                kept.append(before)
        return Plan(submission, old, tuple(work), tuple(kept), tuple(reasons))

    def _read_old(self, student: str) -> Grade | None:
        """Return the record of the last run; one that is damaged is made anew, and the log says so."""
        try:
            return read_grade(record_path(self.lesson.course, self.lesson.name, student))
        except GradebookError as error:
            _LOG.warning("%s: %s; it is made anew", student, error)
            self.damaged[student] = error
            return None

    def _make_work(self, student: str, file: SubmittedFile, submission: Submission) -> Work:
        suite = self._suites[file.notebook]
        imports = find_versions(scan_imports(file.data))
        files = self._find_beside(file.notebook, submission)
        earlier = tuple(self._find_earlier(file.notebook, submission))
        beside = {one.name: one.digest for one in files}
        beside |= {f"{one.notebook}.ipynb": hash_parts(one.digest, *one.file_digests) for one in earlier}
        more = [f"{name} {digest}" for name, digest in sorted(beside.items())]
        key = work_key(suite, file.digest, self.options.runner, imports, more)
        return Work(
            student,
            file.notebook,
            file.file,
            file.data,
            key,
            file.notes,
            suite=suite,
            file_digest=file.digest,
            imports=tuple(sorted(imports.items())),
            files=tuple((one.name, one.data) for one in files),
            earlier=earlier,
            beside=tuple(sorted(beside.items())),
        )

    def _find_beside(self, notebook: str, submission: Submission) -> list[BesideFile]:
        """Return the files that were handed in and that this notebook may use."""
        settings = self.lesson.notebook(notebook).settings
        return [one for one in submission.beside if settings.find_rule(one.name) is not None]

    def _find_earlier(self, notebook: str, submission: Submission) -> Iterator[EarlierWork]:
        """Yield the student's own of the notebooks that one comes after."""
        names = [one.name for one in self.lesson.earlier(self.lesson.notebook(notebook))]
        for file in submission.files:
            if file.notebook in names:
                files = self._find_beside(file.notebook, submission)
                beside = tuple((one.name, one.data) for one in files)
                digests = tuple(f"{one.name} {one.digest}" for one in files)
                yield EarlierWork(file.notebook, file.file, file.data, file.digest, beside, digests)

    def _why(self, work: Work, before: NotebookGrade | None) -> str:
        """Return why a notebook must be run, or "" if its old grade holds."""
        if before is None:
            return "not graded yet"
        if self.options.is_forced:
            return "forced"
        if before.is_ungraded:
            return "was UNGRADED"
        if before.digest != work.digest or before.file != work.file:
            return "another file was handed in"
        if before.key != work.key:
            return self._what_changed(work, before)
        if not autograded_path(self.lesson.course, self.lesson.name, work.student, work.notebook).exists():
            return "its autograded notebook is gone"
        return ""

    def _what_changed(self, work: Work, before: NotebookGrade) -> str:
        if before.runner != self.options.runner:
            return f"graded by the {before.runner} runner before"
        changed = ["its suite or source changed"] if before.suite != work.suite else []
        changed += [
            f"{package} {before.versions.get(package, 'none')} -> {version}"
            for package, version in {**dict(work.imports), **dict(self.machine.versions)}.items()
            if before.versions.get(package) != version
        ]
        there = dict(work.beside)
        changed += [
            f"another {name} was handed in"
            for name in sorted({*there, *before.beside})
            if there.get(name) != before.beside.get(name)
        ]
        return "; ".join(changed)
