"""Find what students handed in: whose folders there are, and which file in one is which notebook.

Nothing is guessed in silence: what is wrong or unsure becomes a `Problem` that says how to mend it. One file at a time
is held whole; of a large one that is graded, only the cells are kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Lesson, SourceNotebook
from autograder.errors import SubmissionError
from autograder.files import hash_parts
from autograder.submissions.beside import BesideFile, read_beside
from autograder.submissions.files import SUFFIX, may_be_notebook, read_file
from autograder.submissions.identify import identify_notebook, identify_odd_file, is_named_after, is_unanswered
from autograder.submissions.parsing import reduce_notebook
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.timestamps import TIMESTAMP, find_time_problem, read_timestamp
from autograder.text import clean_name

__all__ = ["Submission", "SubmittedFile", "is_student_name", "list_odd_folders", "list_students", "read_submission"]

_STUDENT_NAME = re.compile(r"[^./\\\x00-\x1f\x7f+][^/\\\x00-\x1f\x7f]*")
_MOST_WHOLE_BYTES = 1 << 20
_MOST_ODD_FILES = 20


@dataclass(frozen=True)
class SubmittedFile:
    """One submitted notebook: its bytes as they came, of a large one its cells alone.

    `digest` is the SHA-256 of the file as it came. `notes` say what was guessed about it.
    """

    notebook: str
    file: str
    data: bytes
    digest: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """One student's files for one lesson. `timestamp` is nbgrader's text, "" if there is none.

    `beside` are the files beside the notebooks that the lesson allows.
    """

    student: str
    lesson: str
    timestamp: str
    files: tuple[SubmittedFile, ...]
    problems: tuple[Problem, ...] = ()
    beside: tuple[BesideFile, ...] = ()


def is_student_name(name: str) -> bool:
    """Whether a student may have this id: it is the name of a folder, and nbgrader splits names at "+"."""
    return _STUDENT_NAME.fullmatch(name) is not None and len(os.fsencode(name)) <= 200


def list_students(course: Course, lesson: str) -> list[str]:
    """Return who has a folder for this lesson in gradebook/submitted/, sorted."""
    return sorted(name for name in _list_folders(course, lesson) if _is_usable(name))


def list_odd_folders(course: Course, lesson: str) -> list[Problem]:
    """Return the folders that hold the lesson, but whose names can be no student's: no record could hold them."""
    hint = 'rename this folder: letters, digits, "-", "_" and "." of any script, no "." first, at most 200 bytes'
    return [
        Problem("", str(course.submitted / clean_name(name)), "the folder's name can be no student's", hint)
        for name in sorted(_list_folders(course, lesson))
        if not _is_usable(name) and (not name.startswith(".") or _list_notebooks(course.submitted / name / lesson))
    ]


def _list_folders(course: Course, lesson: str) -> list[str]:
    if not course.submitted.is_dir():
        return []
    return [entry.name for entry in course.submitted.iterdir() if (entry / lesson).is_dir()]


def _list_notebooks(folder: Path) -> list[str]:
    """Return the names of the notebooks in a folder, sorted; none if it cannot be read."""
    return [name for name in _list_files(folder) if SUFFIX.search(name)]


def _list_files(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []


def _is_usable(name: str) -> bool:
    return is_student_name(name) and clean_name(name) == name


def read_submission(course: Course, lesson: Lesson, student: str) -> Submission:
    """Read one student's folder. Never raises for what is in it: what is wrong becomes a `Problem`."""
    folder = course.submitted / student / lesson.name
    try:
        os.scandir(folder).close()
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror})"
        problems = [Problem(notebook.name, str(folder), reason, "check its rights") for notebook in lesson.notebooks]
        return Submission(student, lesson.name, "", (), tuple(problems))
    names = _list_files(folder)
    exact = {f"{notebook.name}.ipynb" for notebook in lesson.notebooks}
    candidates = _find_candidates(folder, [name for name in names if name not in exact], lesson)
    spare = [name for name in names if name not in exact.union(*candidates.values())]
    found = [_choose_file(folder, n, names, candidates.get(n.name, {}), spare) for n in lesson.notebooks]
    beside, refused = read_beside(folder, names, lesson)
    return Submission(
        student,
        lesson.name,
        read_timestamp(folder),
        tuple(file for file in found if isinstance(file, SubmittedFile)),
        (*filter(None, [find_time_problem(folder)]), *(one for one in found if isinstance(one, Problem)), *refused),
        tuple(beside),
    )


def _find_candidates(folder: Path, names: Sequence[str], lesson: Lesson) -> dict[str, dict[str, str]]:
    """Return the files under other names that are a notebook of the lesson, by notebook: their names and hashes.

    The hash of one that cannot be read says why.
    """
    found: dict[str, dict[str, str]] = {}
    odd = [name for name in names if not SUFFIX.search(name) and may_be_notebook(name) and name != TIMESTAMP]
    for name in [*filter(SUFFIX.search, names), *odd[:_MOST_ODD_FILES]]:
        data = read_file(folder / name)
        identify = identify_notebook if SUFFIX.search(name) else identify_odd_file
        notebook = identify(name, b"" if isinstance(data, Problem) else data, lesson)
        if notebook is not None:
            digest = data.message if isinstance(data, Problem) else hash_parts(data)
            found.setdefault(notebook, {})[name] = digest
    return found


def _choose_file(
    folder: Path, notebook: SourceNotebook, names: Sequence[str], candidates: Mapping[str, str], spare: Sequence[str]
) -> SubmittedFile | Problem:
    """Return the file that is a notebook: the one with its exact name, else the only candidate under another name.

    `names` are all files in the folder, `spare` those that are no notebook of the lesson as far as one can tell.
    """
    file = f"{notebook.name}.ipynb"
    if file in names:
        return _choose_exact(folder, notebook, candidates)
    if len(set(candidates.values())) > 1:
        two = ", ".join(map(clean_name, candidates))
        hint = f"keep the right one and name it {file}"
        return Problem(notebook.name, file, f"two files could be it, and they differ: {two}", hint)
    if candidates:
        other = next(iter(candidates))
        note = f"{clean_name(other)} was taken as {file} / 已当作 {file}"
        return _take_file(folder / other, notebook.name, read_file(folder / other), (note,))
    return Problem(notebook.name, file, "not handed in", _hint_at(spare, notebook.name), ProblemKind.NOT_HANDED_IN)


def _hint_at(spare: Sequence[str], notebook: str) -> str:
    """Return what to do about a missing notebook, given the files that are not taken for any."""
    unknown = [clean_name(name) for name in spare if SUFFIX.search(name)]
    if unknown:
        return f"ask for it, or rename it to {notebook}.ipynb if it is one of: {', '.join(unknown)}"
    named = [clean_name(name) for name in spare if is_named_after(name, notebook)]
    if named:
        return f"ask the student for this file: {', '.join(named)} is no notebook"
    return "ask the student for this file"


def _choose_exact(folder: Path, notebook: SourceNotebook, candidates: Mapping[str, str]) -> SubmittedFile | Problem:
    """Return the file with a notebook's own name, unless it holds no answers and a copy of it does."""
    file = f"{notebook.name}.ipynb"
    data = read_file(folder / file)
    digest = "" if isinstance(data, Problem) else hash_parts(data)
    spare = [name for name, other in candidates.items() if other != digest]
    if not spare:
        return _take_file(folder / file, notebook.name, data, ())
    shown = ", ".join(map(clean_name, spare))
    if not isinstance(data, Problem) and is_unanswered(file, data, notebook):
        touched = [name for name in spare if _is_answered(folder / name, notebook)]
        if touched:
            copies = ", ".join(map(clean_name, touched))
            what = f"it holds no answers, but {copies} does / 里面没有作答，答案在 {copies} 里"
            return Problem(notebook.name, file, what, f"keep the right one and name it {file}")
    return _take_file(
        folder / file, notebook.name, data, (f"{file} was taken, not {shown} / 采用了 {file}，没有采用 {shown}",)
    )


def _is_answered(path: Path, notebook: SourceNotebook) -> bool:
    data = read_file(path)
    return not isinstance(data, Problem) and not is_unanswered(path.name, data, notebook)


def _take_file(path: Path, notebook: str, data: bytes | Problem, notes: tuple[str, ...]) -> SubmittedFile | Problem:
    """Return what is graded of a file: all of it, or its cells alone if it is large."""
    file = clean_name(path.name)
    if isinstance(data, Problem):
        return Problem(notebook, file, data.message, data.hint)
    digest = hash_parts(data)
    if len(data) > _MOST_WHOLE_BYTES:
        try:
            data = reduce_notebook(data, file)
        except SubmissionError as error:
            return Problem(notebook, file, str(error), error.hint)
    return SubmittedFile(notebook, file, data, digest, notes)
