"""Where a lesson's records, notebooks and pages are kept, who may write them, and what a killed run left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.files import writing
from autograder.records.history import find_user

__all__ = [
    "DESK",
    "autograded_path",
    "hold_gradebook",
    "is_gradebook_wanted",
    "page_path",
    "record_path",
    "sweep_temporary_files",
]

DESK = "the desk"
_DESK_S = 150.0  # longer than the desk takes to let go of the gradebook, with a slow notebook under way
_LOOK_S = 0.02
_LOOKS = 10


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
def hold_gradebook(course: Course, who: str = "") -> Iterator[None]:
    """Hold the gradebook for this run; `GradebookError` says who holds it, and since when, where somebody does.

    `who` names this run for others. The desk is waited for: it lets go when somebody wants the gradebook.
    """
    path = course.gradebook / ".lock"
    with _open_lock(path) as file:
        holder = _lock_or_read_holder(file)
        if holder and (who == DESK or not holder.startswith(DESK) or not _wait(course, file)):
            hint = "wait until that ends: what it has not written yet would have to be done again"
            raise GradebookError(f"the gradebook is in use by {holder}", hint=hint, path=path)
        since = datetime.now().astimezone()
        holder = f"{who or find_user()}, process {os.getpid()} on {platform.node()}"
        with writing(path):
            file.truncate(0)
            file.write(f"{holder}, since {since:%Y-%m-%d %H:%M:%S %z}".encode())
        try:
            yield
        finally:
            file.truncate(0)  # whoever is next has no name for a moment, and not ours


def is_gradebook_wanted(course: Course) -> bool:
    """Whether somebody waits until the desk lets go of the gradebook."""
    with _open_lock(_waiting_path(course)) as file:
        return not _lock(file, fcntl.LOCK_EX)


def _wait(course: Course, file: IO[bytes]) -> bool:
    """Wait until the desk has let go; return whether it has, and the file is locked."""
    end_s = time.monotonic() + _DESK_S
    with _open_lock(_waiting_path(course)) as waiting:  # who waits holds this: no clock and no dead process deceives
        is_said = _lock(waiting, fcntl.LOCK_SH)
        while not _lock(file, fcntl.LOCK_EX):
            if time.monotonic() > end_s:
                return False
            time.sleep(_LOOK_S)
            is_said = is_said or _lock(waiting, fcntl.LOCK_SH)
    return True


def _waiting_path(course: Course) -> Path:
    return course.gradebook / ".lock.waiting"


def _open_lock(path: Path) -> IO[bytes]:
    """Open a file to lock it, unbuffered: closing it writes nothing that a full disk could refuse."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab+", buffering=0)


def _lock_or_read_holder(file: IO[bytes]) -> str:
    """Lock the file and return ``""``, or return who holds it."""
    for _ in range(_LOOKS):  # who has just locked it writes his name next; who has taken it out again lets go next
        if _lock(file, fcntl.LOCK_EX):
            return ""
        file.seek(0)
        if holder := file.read().decode(errors="replace").strip():
            return holder
        time.sleep(_LOOK_S)
    return "another run"


def _lock(file: IO[bytes], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep_temporary_files(course: Course, lesson: str) -> None:
    """Remove the temporary files of runs that were killed: each has the number of its process in its name."""
    found = [*course.gradebook.glob(".*.tmp*"), *(course.records / lesson).glob(".*.tmp")]
    for folder in (course.autograded, course.feedback):
        found += folder.glob(f"*/{lesson}/.*.tmp")
    for path in found:
        number = path.name.partition(".tmp")[0].rpartition(".")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
