"""Find what students handed in: whose folders there are, and which file in one is which notebook.

Nothing is guessed in silence: what is wrong or unsure becomes a `Problem` that says how to mend it.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Lesson
from autograder.files import hash_parts
from autograder.submissions.files import SUFFIX, read_file
from autograder.submissions.identify import identify_notebook
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.timestamps import read_timestamp
from autograder.text import clean_name

__all__ = ["Submission", "SubmittedFile", "is_student_name", "list_odd_folders", "list_students", "read_submission"]

_STUDENT_NAME = re.compile(r"[^./\\\x00-\x1f\x7f+][^/\\\x00-\x1f\x7f]*")


@dataclass(frozen=True)
class SubmittedFile:
    """The bytes of one submitted notebook, as they came. `notes` say what was guessed about it."""

    notebook: str
    file: str
    data: bytes
    notes: tuple[str, ...] = ()

    @functools.cached_property
    def digest(self) -> str:
        return hash_parts(self.data)


@dataclass(frozen=True)
class Submission:
    """One student's files for one lesson. `timestamp` is nbgrader's text, "" if there is none."""

    student: str
    lesson: str
    timestamp: str
    files: tuple[SubmittedFile, ...]
    problems: tuple[Problem, ...] = ()


def is_student_name(name: str) -> bool:
    """Whether a student may have this id: it is the name of a folder, and nbgrader splits names at "+"."""
    return _STUDENT_NAME.fullmatch(name) is not None and len(os.fsencode(name)) <= 200


def list_students(course: Course, lesson: str) -> list[str]:
    """Return who has a folder for this lesson in gradebook/submitted/, sorted."""
    return sorted(name for name in _list_folders(course, lesson) if _is_usable(name))


def list_odd_folders(course: Course, lesson: str) -> list[Problem]:
    """Return the folders that hold the lesson, but whose names can be no student's: no record could hold them."""
    hint = 'rename this folder: letters, digits, "-", "_" and "." of any script, at most 200 bytes'
    return [
        Problem("", str(course.submitted / clean_name(name)), "the folder's name can be no student's", hint)
        for name in sorted(_list_folders(course, lesson))
        if not _is_usable(name) and not name.startswith(".")
    ]


def _list_folders(course: Course, lesson: str) -> list[str]:
    if not course.submitted.is_dir():
        return []
    return [entry.name for entry in course.submitted.iterdir() if (entry / lesson).is_dir()]


def _is_usable(name: str) -> bool:
    return is_student_name(name) and clean_name(name) == name


def read_submission(course: Course, lesson: Lesson, student: str) -> Submission:
    """Read one student's folder. Never raises for what is in it: what is wrong becomes a `Problem`."""
    folder = course.submitted / student / lesson.name
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if SUFFIX.search(entry.name))
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror})"
        problems = [Problem(notebook.name, str(folder), reason, "check its rights") for notebook in lesson.notebooks]
        return Submission(student, lesson.name, "", (), tuple(problems))
    exact = {f"{notebook.name}.ipynb" for notebook in lesson.notebooks}
    others = [name for name in names if name not in exact]
    candidates = _find_candidates(folder, others, lesson)
    found = [_choose_file(folder, n.name, names, candidates.get(n.name, {}), others) for n in lesson.notebooks]
    return Submission(
        student,
        lesson.name,
        read_timestamp(folder),
        tuple(file for file in found if isinstance(file, SubmittedFile)),
        tuple(problem for problem in found if isinstance(problem, Problem)),
    )


def _find_candidates(folder: Path, names: Sequence[str], lesson: Lesson) -> dict[str, dict[str, bytes | Problem]]:
    """Return the files under other names that are a notebook of the lesson, with their bytes, by notebook."""
    found: dict[str, dict[str, bytes | Problem]] = {}
    for name in names:
        data = read_file(folder / name)
        notebook = identify_notebook(name, b"" if isinstance(data, Problem) else data, lesson)
        if notebook is not None:
            found.setdefault(notebook, {})[name] = data
    return found


def _choose_file(
    folder: Path,
    notebook: str,
    names: Sequence[str],
    candidates: Mapping[str, bytes | Problem],
    others: Sequence[str],
) -> SubmittedFile | Problem:
    """Return the file that is a notebook: the one with its exact name, else the only candidate under another name.

    `names` are all notebooks in the folder, `others` those without the exact name of a notebook.
    """
    file = f"{notebook}.ipynb"
    notes: tuple[str, ...] = ()
    if file in names:
        data = read_file(folder / file)
        spare = [other for other, content in candidates.items() if content != data]
        if spare:
            shown = ", ".join(map(clean_name, spare))
            notes = (f"{file} was taken, not {shown} / 采用了 {file}，没有采用 {shown}",)
    elif len(set(candidates.values())) > 1:
        two = ", ".join(map(clean_name, candidates))
        hint = f"keep the right one and name it {file}"
        return Problem(notebook, file, f"two files could be it, and they differ: {two}", hint)
    elif candidates:
        file, data = next(iter(candidates.items()))
        notes = (f"{clean_name(file)} was taken as {notebook}.ipynb / 已当作 {notebook}.ipynb",)
    else:
        hint = "ask the student for this file"
        if others:
            hint = f"ask for it, or rename it to {file} if it is one of: {', '.join(map(clean_name, others))}"
        return Problem(notebook, file, "not handed in", hint, ProblemKind.NOT_HANDED_IN)
    if isinstance(data, Problem):
        return Problem(notebook, clean_name(file), data.message, data.hint)
    return SubmittedFile(notebook, clean_name(file), data, notes)
