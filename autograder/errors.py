"""Every exception that a user can meet.

::

    AutograderError              what went wrong, where, and what to do
    ├── CourseError              the course folder, a lesson or a source notebook is not as it must be
    │   └── ReleaseError         a release would publish what must stay private
    ├── SubmissionError          a submitted file cannot be graded surely
    ├── SandboxError             the jail could not be started, or broke: our fault, never the student's
    ├── GradebookError           the database or a record cannot be read or written
    └── WorkerError              whoever grades cannot be had any more: no process here, no worker of the cluster
        └── WorkerLost           one worker ended in the middle of its work; others go on

    StudentError                 student code did not give a value: a verdict, not a failure of ours
    ├── StudentRaised            it raised an exception
    ├── StudentMissing           the name does not exist
    ├── StudentTimedOut          it did not come back in time
    │   └── OutOfTime            all its time is used up: it was not asked any more
    └── StudentCrashed           its process died, or spoke nonsense
        └── TooMuchToRead        what came back cost too much to read: it was not asked any more
"""

from __future__ import annotations

import re
import sysconfig
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.text import join_languages, split_languages

__all__ = [
    "AutograderError",
    "CourseError",
    "GradebookError",
    "OutOfTime",
    "ReleaseError",
    "SandboxError",
    "StackFrame",
    "StudentCrashed",
    "StudentError",
    "StudentMissing",
    "StudentRaised",
    "StudentTimedOut",
    "SubmissionError",
    "TooMuchToRead",
    "WorkerError",
    "WorkerLost",
    "explain_missing",
    "explain_name_error",
    "find_missing_name",
    "find_place",
]

_PACKAGE = str(Path(__file__).resolve().parent)
_LIBRARIES = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))


class AutograderError(Exception):
    """What went wrong, in one sentence; `hint` says what to do and `path` names the file, if there is one."""

    def __init__(self, message: str, *, hint: str = "", path: Path | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path is not None else self.message


class CourseError(AutograderError):
    """The course folder, a lesson or a source notebook is not as it must be."""


class ReleaseError(CourseError):
    """A release would publish what must stay private."""


class SubmissionError(AutograderError):
    """A submitted file cannot be graded surely."""


class SandboxError(AutograderError):
    """The jail could not be started, or broke. Never a student's fault."""


class GradebookError(AutograderError):
    """The database or a record cannot be read or written."""


class WorkerError(AutograderError):
    """Whoever grades cannot be had any more: no process can be started here, or the cluster is gone."""


class WorkerLost(WorkerError):
    """One worker ended in the middle of its work. The others go on."""


@dataclass(frozen=True)
class StackFrame:
    """One of the student's own stack frames: cell index in the notebook, line in the cell, function, line's text."""

    cell: int
    line: int
    function: str
    text: str


class StudentError(Exception):
    """Student code did not give a value."""


class StudentRaised(StudentError):
    """Student code raised an exception."""

    def __init__(
        self, type_name: str, message: str, frames: tuple[StackFrame, ...] = (), bases: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{type_name}: {message}" if message else type_name)
        self.bases = bases
        self.type_name = type_name
        self.message = message
        self.frames = frames

    def is_kind(self, name: str) -> bool:
        """Whether it is an exception of this name or of a class derived from it."""
        return name == self.type_name or name in self.bases


class StudentMissing(StudentError):
    """The notebook does not define the name. `reason` is what ended the cell that should have, or ""."""

    def __init__(self, name: str, reason: str = "") -> None:
        super().__init__(explain_missing(f"{name} is not defined", f"没有定义 {name}", reason))
        self.name = name
        self.reason = reason


def explain_missing(english: str, chinese: str, reason: str) -> str:
    """Return both sentences, each with what ended the cell that should have defined the name (or "")."""
    if reason:
        first, second = split_languages(reason)
        english, chinese = f"{english} (its cell ended in: {first})", f"{chinese}（它所在的单元格因此中断：{second}）"
    return join_languages(english, chinese)


def explain_name_error(error: StudentRaised, find_reason: Callable[[str], str]) -> StudentRaised:
    """Return the error; a NameError also says what ended the cell that should have defined the name.

    `find_reason` tells that, "" if nobody knows.
    """
    name = find_missing_name(error)
    reason = find_reason(name) if name else ""
    if not reason:
        return error
    message = explain_missing(error.message, f"没有定义 {name}", reason)
    return StudentRaised(error.type_name, message, error.frames)


def find_missing_name(error: StudentError) -> str:
    """Return the name that a NameError is about, "" of any other error."""
    if not isinstance(error, StudentRaised) or error.type_name != "NameError":
        return ""
    found = re.fullmatch(r"name '(\w+)' is not defined.*", error.message, re.DOTALL)
    return found[1] if found is not None else ""


class StudentTimedOut(StudentError):
    """Student code did not come back in time."""


class StudentCrashed(StudentError):
    """The student's process died, or sent what is not a value."""


class OutOfTime(StudentTimedOut):
    """All the time that the notebook may use is used up: nothing more was asked."""


class TooMuchToRead(StudentCrashed):
    """What came back has cost so much to read and to compare that nothing more was asked."""


def find_place(error: BaseException, *, is_of_lesson: bool = False) -> tuple[str, int] | None:
    """Return the file and line that a person looks at first: the innermost place of an exception that is no library's.

    Where it `is_of_lesson`, this package is a library too, unless nothing else is there.
    """
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [place for place in places if _is_own(place[0])] or places
    lessons = [place for place in own if not place[0].startswith(_PACKAGE)] if is_of_lesson else []
    found = lessons or own
    return (Path(found[-1][0]).name, found[-1][1]) if found else None


def _is_own(file: str) -> bool:
    return file.startswith(_PACKAGE) or not file.startswith(("<", *_LIBRARIES))
