"""What goes to a worker and what comes back, and what a grade depends on. Loaded without torch.

The workers themselves are in `worker`: whoever only plans and records need not wait for it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from autograder import __version__
from autograder.course import CellKey, Course, Lesson, SourceNotebook, hash_files, load_lesson
from autograder.errors import CourseError
from autograder.files import hash_parts
from autograder.records import NotebookGrade, grade_cells
from autograder.sandbox import Budget, Limits, Usage, find_runner
from autograder.submissions import Problem
from autograder.suite import Margins

__all__ = [
    "Chunk",
    "GradedNotebook",
    "Machine",
    "Work",
    "describe_machine",
    "describe_worker",
    "leave_ungraded",
    "read_helpers",
    "read_own_files",
    "suite_digest",
    "suite_digests",
    "versions",
    "work_key",
]

_MOST_HELPER_BYTES = 32 << 20
PRIVATE = "hidden"
"""The folder beside a suite that holds what only the suite reads."""


@dataclass(frozen=True)
class EarlierWork:
    """What a student handed in as a notebook that another one comes after, and beside it."""

    notebook: str
    file: str
    data: bytes
    digest: str
    files: tuple[tuple[str, bytes], ...] = ()
    file_digests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """One notebook to grade, by the suite of this hash. `cells` are what matters to an audit, () for all.

    `file_digest` is the hash of the file as it was handed in, "" if `data` is all of it. The imports are what
    it may import, with the versions on the machine that plans. `files` are what the student handed in beside it,
    and `earlier` his notebooks that it comes after, as far as he handed them in. None stands for the lesson's own.
    `beside` are the hashes of all these, by name.
    """

    student: str
    notebook: str
    file: str
    data: bytes
    key: str
    notes: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    suite: str = ""
    file_digest: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, bytes], ...] | None = None
    earlier: tuple[EarlierWork, ...] | None = None
    beside: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        return self.file_digest or hash_parts(self.data)

    @property
    def versions(self) -> dict[str, str]:
        """The versions that its grade may depend on."""
        return {**dict(self.imports), **versions()}


@dataclass(frozen=True)
class Machine:
    """What a machine has that decides a grade: versions of packages, hashes of suites. `problem` is what it lacks."""

    root: Path
    lesson: str
    runner: str
    suites: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Chunk:
    """Some notebooks of one lesson, graded in one go.

    Seeds vary the order of the tests and their random inputs. Grading uses one, always the same; an audit judges each
    notebook once per seed (after the first, the tests of its `cells` only) and counts the tests whose verdict was not
    always the same. A solution cell that loses points is probed, so that its behaviour can be named: `probing` may be
    "all" (every one of `cells`) or "none". With `is_brief`, judging ends with the first test that is not passed;
    with `is_narrow`, the tests of `cells` alone are asked, and there are no scores;
    with `is_visible_only`, hidden tests are left out, and there are no scores. Where all notebooks are the lesson's own
    (`is_of_lesson`), the process of the reference solution is kept from one to the next. `stubs` are the answers
    that a person grades as they were released. `machine` is what the worker of a cluster must have.
    """

    root: Path
    lesson: str
    runner: str
    work: tuple[Work, ...]
    limits: Limits = field(default_factory=Limits)
    budget: Budget = field(default_factory=Budget)
    seeds: tuple[str, ...] = ("",)
    probing: str = "lost"
    is_brief: bool = False
    is_narrow: bool = False
    is_visible_only: bool = False
    is_of_lesson: bool = False
    machine: Machine | None = None
    stubs: Mapping[CellKey, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GradedNotebook:
    """The grade of one notebook and the notebook as nbgrader's autograded folder holds it ("" where unreadable).

    `usage` is what it used of its limits.
    """

    student: str
    grade: NotebookGrade
    autograded: str
    problem: Problem | None = None
    flips: tuple[str, ...] = ()
    margins: Margins = field(default_factory=Margins)
    usage: Usage = field(default_factory=Usage)


def leave_ungraded(source: SourceNotebook, work: Work, runner: str, reason: str) -> GradedNotebook:
    """Return the result of a notebook that our side could not grade: without scores; the next run tries again."""
    grade = NotebookGrade(
        notebook=work.notebook,
        key=work.key,
        file=work.file,
        digest=work.digest,
        suite=work.suite,
        runner=runner,
        cells=grade_cells(source, [], ["none of them"], {}),
        ungraded=reason,
        versions=work.versions,
    )
    return GradedNotebook(work.student, grade, "")


@cache
def versions() -> dict[str, str]:
    """Return the versions that a grade may depend on."""
    names = ("torch", "numpy", "matplotlib", "ipython", "nbgrader", "pytest")
    return {"autograder": __version__, "python": platform.python_version(), **{name: version(name) for name in names}}


def read_helpers(source: SourceNotebook) -> dict[str, bytes]:
    """Return what a notebook without a suite finds beside it, by relative path; nothing if it has a suite.

    `CourseError` if it is more than 32 MiB.
    """
    if source.suite is not None:
        return {}
    if sum(path.stat().st_size for path in source.helpers) > _MOST_HELPER_BYTES:
        raise CourseError("the files beside the notebooks are more than 32 MiB", path=source.path.parent)
    return {path.relative_to(source.path.parent).as_posix(): path.read_bytes() for path in source.helpers}


def read_own_files(source: SourceNotebook) -> tuple[tuple[str, bytes], ...]:
    """Return what the lesson's own solution has beside it of what students may hand in, by name."""
    return tuple((path.name, path.read_bytes()) for path in source.own_files)


def suite_digest(notebook: SourceNotebook) -> str:
    """Return the hash of all that decides a notebook's verdicts: its suite, what the suite shares, source and data.

    Without a suite, it is the source, the files beside it, and the data. What takes long to hash is noted in the
    gradebook.
    """
    gradebook = Course(notebook.path.parents[2]).gradebook
    parts: list[bytes | str] = [notebook.digest]
    if notebook.suite is not None:
        shared = [path for path in notebook.suite.parent.glob("*.py") if not path.name.startswith("test_")]
        for path in [notebook.suite, *sorted(shared)]:
            parts += [path.name, b"\0", path.read_bytes()]
        parts.append(hash_files((notebook.suite.parent / PRIVATE,), gradebook))
    for name, data in read_helpers(notebook).items():
        parts += [name, b"\0", data]
    parts.append(hash_files(notebook.own_files, gradebook))
    parts.append(hash_files(notebook.data, gradebook))
    return hash_parts(*parts)


def suite_digests(lesson: Lesson) -> dict[str, str]:
    """Return these hashes of all notebooks; those of the notebooks that one comes after are in its own."""
    own = {notebook.name: suite_digest(notebook) for notebook in lesson.notebooks}
    earlier = {notebook.name: lesson.earlier(notebook) for notebook in lesson.notebooks}
    return {
        name: hash_parts(digest, *(own[one.name] for one in earlier[name])) if earlier[name] else digest
        for name, digest in own.items()
    }


def work_key(suite: str, digest: str, runner: str, imports: Mapping[str, str], more: Sequence[str] = ()) -> str:
    """Return the name of one piece of work, of a file with this hash: the same key gives the same grade.

    The imports are the versions of the modules that it imports, `more` names what else was handed in that it uses.
    """
    parts = [suite, digest, runner, json.dumps({**imports, **versions()}, sort_keys=True), *more]
    return hash_parts("\n".join(parts))


def describe_worker(root: Path, lesson: str, runner: str) -> Machine:
    """Return what a worker of a cluster has. AUTOGRADER_ROOT names its course's folder, if that is not `root`."""
    return describe_machine(Path(os.environ.get("AUTOGRADER_ROOT") or root), lesson, runner)


def describe_machine(root: Path, lesson: str, runner: str) -> Machine:
    """Return what this machine has."""
    problem = find_runner(runner).find_problem()
    suites: tuple[tuple[str, str], ...] = ()
    try:
        suites = tuple(suite_digests(load_lesson(Course(root), lesson)).items())
    except CourseError as error:
        problem = problem or str(error)
    return Machine(root, lesson, runner, suites, tuple(sorted(versions().items())), problem)
