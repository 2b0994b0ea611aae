"""Collect a lesson's suite and run submissions through it. Most suites are collected once in a process."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from autograder.course import Lesson
from autograder.errors import CourseError
from autograder.suite import plugin
from autograder.suite.outcomes import Expectation
from autograder.suite.session import Job, Session
from autograder.suite.tests import are_direct

__all__ = ["run_suites"]

_UNUSED_PLUGINS = (
    "cacheprovider",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)


_Stamp = tuple[tuple[str, int, int], ...]
_collected: dict[Path, tuple[_Stamp, list[pytest.Function]]] = {}


def run_suites(lesson: Lesson, jobs: Iterable[Job], expectations: dict[str, list[Expectation]]) -> None:
    """Run every job through the suite of its notebook, in one pytest session.

    `expectations` is filled, by notebook, before the first job is asked for. A suite that cannot be collected is a
    `CourseError`. A suite whose tests are all direct is collected once in this process, and again when one of its files
    changed.
    """
    session = Session(jobs, expectations)
    modules = [str(notebook.suite) for notebook in lesson.notebooks if notebook.suite is not None]
    if not modules:
        for _ in jobs:  # without a suite, pytest would collect whatever is in the working directory
            raise CourseError("there is no suite to judge a notebook with", path=lesson.suite_folder)
        return
    stamp = _stamp(lesson, modules)
    before, items = _collected.get(lesson.suite_folder, ((), []))
    if before == stamp and are_direct(items):
        with contextlib.redirect_stdout(io.StringIO()):
            session.run(items)
    else:
        _collect_and_run(lesson, modules, session)
        _collected[lesson.suite_folder] = (stamp, session.items)
    if session.problem is not None:
        raise session.problem


def _stamp(lesson: Lesson, modules: Sequence[str]) -> _Stamp:
    """Return what tells that a collected suite is still what is on the disk: its files, their times and sizes."""
    above = [folder / "conftest.py" for folder in (lesson.suite_folder.parent, lesson.course.root)]
    files = [*lesson.suite_folder.glob("*.py"), *filter(Path.exists, above)]
    found = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(files)]
    return (*found, *((module, 0, 0) for module in modules))


def _forget_modules(lesson: Lesson) -> None:
    """Let the suite be imported anew: pytest takes what has the same name, changed since or of another course."""
    folder = ".".join(lesson.suite_folder.relative_to(lesson.course.root).parts)
    for name in [name for name in sys.modules if name.startswith(f"{folder}.")]:
        del sys.modules[name]


def _collect_and_run(lesson: Lesson, modules: Sequence[str], session: Session) -> None:
    _forget_modules(lesson)
    captured = io.StringIO()
    options = ["--disable-plugin-autoload", "-p", plugin.__name__, "-s"]
    options += [word for name in _UNUSED_PLUGINS for word in ("-p", f"no:{name}")]
    options += ["--rootdir", str(lesson.course.root), "--import-mode=importlib", "--strict-markers"]
    options += ["-o", "addopts=", "-o", "filterwarnings=default"]
    collector = _Collector()
    with contextlib.redirect_stdout(captured):
        code = pytest.main([*options, *modules], plugins=[_Named(session), collector])
    is_whole = not collector.errors and code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    if session.problem is None and not is_whole:
        detail = "; ".join(collector.errors) or captured.getvalue().strip()[-500:] or f"pytest ended with {code!r}"
        raise CourseError(f"the suite cannot be collected: {detail}", path=lesson.suite_folder)


class _Named:
    """Registers the session under the name that the fixtures look for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._session, plugin.SESSION)


class _Collector:
    """Remembers why a module could not be collected."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")
