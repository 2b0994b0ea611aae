"""Where a lesson's records, notebooks and pages are kept, who may write them, and what a killed run left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.records.history import find_user

__all__ = ["autograded_path", "hold_gradebook", "page_path", "record_path", "sweep_temporary_files"]


def record_path(course: Course, lesson: str, student: str) -> Path:
    """Return where a student's record is kept."""
    return course.records / lesson / f"{student}.json"


def autograded_path(course: Course, lesson: str, student: str, notebook: str) -> Path:
    """Return where a notebook as graded is kept, as nbgrader has it."""
    return course.autograded / student / lesson / f"{notebook}.ipynb"


def page_path(course: Course, lesson: str, student: str) -> Path:
    """Return where a student's feedback page is kept."""
    return course.feedback / student / lesson / f"{lesson}.html"


@contextlib.contextmanager
def hold_gradebook(course: Course) -> Iterator[None]:
    """Hold the gradebook for this run; `GradebookError` says who holds it, and since when, where somebody does."""
    course.gradebook.mkdir(parents=True, exist_ok=True)
    path = course.gradebook / ".lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another run"
            hint = "wait until that ends: what it has not written yet would have to be done again"
            raise GradebookError(f"the gradebook is in use by {holder}", hint=hint, path=path) from None
        file.truncate(0)
        since = datetime.now().astimezone()
        file.write(f"{find_user()}, process {os.getpid()} on {platform.node()}, since {since:%Y-%m-%d %H:%M:%S %z}")
        file.flush()
        yield


def sweep_temporary_files(course: Course, lesson: str) -> None:
    """Remove the temporary files of runs that were killed: each has the number of its process in its name."""
    found = [*course.gradebook.glob(".*.tmp*"), *(course.records / lesson).glob(".*.tmp")]
    for folder in (course.autograded, course.feedback):
        found += folder.glob(f"*/{lesson}/.*.tmp")
    for path in found:
        number = path.name.partition(".tmp")[0].rpartition(".")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
