"""Find what students handed in: who, when, which file is which notebook. Refuse early and say how to mend it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lesson import Course, Lesson

__all__ = ["Problem", "Submission", "SubmittedFile", "list_students", "read_submission"]

MOST_BYTES = 32 << 20
_STUDENT_NAME = re.compile(r"[^./\\\x00-\x1f\x7f+][^/\\\x00-\x1f\x7f]*")


@dataclass(frozen=True)
class Problem:
    """Something about one file that a person must see to. `is_fatal`: the notebook could not be graded."""

    notebook: str
    file: str
    message: str
    hint: str
    is_fatal: bool = True


@dataclass(frozen=True)
class SubmittedFile:
    """The bytes of one submitted notebook, as they came. `notes` tells what was guessed about it."""

    notebook: str
    file: str
    data: bytes
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Submission:
    """One student's files for one lesson. `timestamp` is nbgrader's text, "" where there is none."""

    student: str
    lesson: str
    timestamp: str
    files: tuple[SubmittedFile, ...]
    problems: tuple[Problem, ...] = ()


def list_students(course: Course, lesson: str) -> list[str]:
    """Return who has a folder for this lesson in gradebook/submitted/, sorted."""
    if not course.submitted.is_dir():
        return []
    return sorted(
        entry.name
        for entry in course.submitted.iterdir()
        if _STUDENT_NAME.fullmatch(entry.name) and (entry / lesson).is_dir()
    )


def read_submission(course: Course, lesson: Lesson, student: str) -> Submission:
    """Read one student's folder. Never raises for what is in it: what is wrong becomes a `Problem`."""
    folder = course.submitted / student / lesson.name
    problems: list[Problem] = []
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.lower().endswith(".ipynb"))
    except OSError as error:
        return Submission(
            student,
            lesson.name,
            "",
            (),
            tuple(
                Problem(notebook.name, str(folder), f"the folder cannot be read ({error.strerror})", "check its rights")
                for notebook in lesson.notebooks
            ),
        )
    wanted = [notebook.name for notebook in lesson.notebooks]
    exact = {name: f"{name}.ipynb" for name in wanted if f"{name}.ipynb" in names}
    others = [name for name in names if name not in exact.values()]
    files: list[SubmittedFile] = []
    for name in wanted:
        notes: tuple[str, ...] = ()
        if name in exact:
            file = exact[name]
        else:
            candidates = [other for other in others if _belongs_to(folder / other, other, name, lesson)]
            if len(candidates) > 1:
                problems.append(
                    Problem(
                        name,
                        f"{name}.ipynb",
                        f"two files could be it: {', '.join(candidates)}",
                        f"keep the right one and name it {name}.ipynb",
                    )
                )
                continue
            if not candidates:
                hint = f"ask for it, or rename it to {name}.ipynb if it is one of: {', '.join(others)}"
                problems.append(
                    Problem(name, f"{name}.ipynb", "not handed in", hint if others else "ask the student for this file")
                )
                continue
            file = candidates[0]
            notes = (f"{file} was taken as {name}.ipynb",)
        data = _read_file(folder / file)
        if isinstance(data, Problem):
            problems.append(Problem(name, file, data.message, data.hint))
            continue
        files.append(SubmittedFile(name, file, data, notes))
    return Submission(student, lesson.name, _read_timestamp(folder), tuple(files), tuple(problems))


def _belongs_to(path: Path, file: str, name: str, lesson: Lesson) -> bool:
    """Whether a file under another name is surely this notebook: by its name, else by the grade_ids in it."""
    stem = file[: -len(".ipynb")].casefold()
    fitting = [notebook.name for notebook in lesson.notebooks if notebook.name.casefold() in stem]
    if fitting:
        return max(fitting, key=len) == name
    data = _read_file(path)
    if isinstance(data, Problem):
        return False
    ids = _grade_ids(data)
    shares = {notebook.name: len(ids & set(notebook.by_id) - {"imports"}) for notebook in lesson.notebooks}
    best = max(shares, key=lambda key: shares[key])
    return best == name and shares[best] > 0


def _grade_ids(data: bytes) -> set[str]:
    try:
        cells: Any = json.loads(data)["cells"]
        return {cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell.get("metadata", {})}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()


def _read_file(path: Path) -> bytes | Problem:
    """Return a regular file's bytes; links, devices and huge files are refused."""
    again = "ask the student to hand in the file itself again"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a link" if path.is_symlink() else f"it cannot be read ({error.strerror})"
        return Problem("", path.name, reason, again)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
        os.close(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem("", path.name, "it is not an ordinary file", again)
        size = status.st_size >> 20
        return Problem("", path.name, f"it is too large ({size} MiB)", "clear its outputs, save it, hand it in again")
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MOST_BYTES + 1)


def _read_timestamp(folder: Path) -> str:
    try:
        return (folder / "timestamp.txt").read_text(encoding="utf-8", errors="replace").strip()[:100]
    except OSError:
        return ""
