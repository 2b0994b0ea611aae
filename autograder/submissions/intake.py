"""Find what students handed in: who, when, which file is which notebook. Refuse early and say how to mend it."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course, Lesson
from autograder.errors import SubmissionError
from autograder.submissions.problems import Problem, ProblemKind
from autograder.text import clean_name

__all__ = [
    "Submission",
    "SubmittedFile",
    "identify_notebook",
    "is_student_name",
    "list_students",
    "parse_notebook",
    "read_file",
    "read_submission",
]

MOST_BYTES = 32 << 20
MOST_CELLS = 2_000
MOST_SOURCE_CHARS = 1_000_000
SUFFIX = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
_STUDENT_NAME = re.compile(r"[^./\\\x00-\x1f\x7f+][^/\\\x00-\x1f\x7f]*")


@dataclass(frozen=True)
class SubmittedFile:
    """The bytes of one submitted notebook, as they came. `notes` tells what was guessed about it."""

    notebook: str
    file: str
    data: bytes
    notes: tuple[str, ...] = ()

    @functools.cached_property
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
    problems: list[Problem] = []
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if SUFFIX.search(entry.name))
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
    exact = {notebook.name: f"{notebook.name}.ipynb" for notebook in lesson.notebooks}
    others = [name for name in names if name not in exact.values()]
    candidates = _find_candidates(folder, others, lesson)
    files: list[SubmittedFile] = []
    for name, file in exact.items():
        found = candidates.get(name, {})
        notes: tuple[str, ...] = ()
        if file in names:
            data = read_file(folder / file)
            spare = [other for other, content in found.items() if content != data]
            if spare:
                shown = ", ".join(map(clean_name, spare))
                notes = (f"{file} was taken, not {shown} / 采用了 {file}，没有采用 {shown}",)
        elif len(set(found.values())) > 1:
            two = ", ".join(map(clean_name, found))
            hint = f"keep the right one and name it {file}"
            problems.append(Problem(name, file, f"two files could be it, and they differ: {two}", hint))
            continue
        elif found:
            file, data = next(iter(found.items()))
            notes = (f"{clean_name(file)} was taken as {name}.ipynb / 已当作 {name}.ipynb",)
        else:
            hint = "ask the student for this file"
            if others:
                hint = f"ask for it, or rename it to {file} if it is one of: {', '.join(map(clean_name, others))}"
            problems.append(Problem(name, file, "not handed in", hint, ProblemKind.NOT_HANDED_IN))
            continue
        if isinstance(data, Problem):
            problems.append(Problem(name, clean_name(file), data.message, data.hint))
            continue
        files.append(SubmittedFile(name, clean_name(file), data, notes))
    return Submission(student, lesson.name, _read_timestamp(folder), tuple(files), tuple(problems))


def _find_candidates(folder: Path, names: list[str], lesson: Lesson) -> dict[str, dict[str, bytes | Problem]]:
    """Return, by notebook, the files under other names that are it, with their bytes."""
    found: dict[str, dict[str, bytes | Problem]] = {}
    for name in names:
        data = read_file(folder / name)
        notebook = identify_notebook(name, b"" if isinstance(data, Problem) else data, lesson)
        if notebook is not None:
            found.setdefault(notebook, {})[name] = data
    return found


def identify_notebook(file: str, data: bytes, lesson: Lesson) -> str | None:
    """Return which notebook a file surely is: by its name, else by the grade_ids in it, else by the cells it kept."""
    stem = SUFFIX.sub("", file).casefold()
    fitting = [notebook.name for notebook in lesson.notebooks if notebook.name.casefold() in stem]
    if fitting:
        return max(fitting, key=len)
    try:
        cells = parse_notebook(data, file)
    except SubmissionError:
        return None
    ids = {grade_id for _, _, grade_id in cells}
    texts = {" ".join(text.split()) for _, text, _ in cells}
    for shares in (
        {notebook.name: len(ids & set(notebook.by_id) - {"imports"}) for notebook in lesson.notebooks},
        {n.name: len(texts & {" ".join(c.source.split()) for c in n.cells[1:] if c.source}) for n in lesson.notebooks},
    ):
        best = max(shares, key=lambda name: shares[name])
        if shares[best] > 0 and list(shares.values()).count(shares[best]) == 1:
            return best
    return None


# --- one file ------------------------------------------------------------------------------------------------------


def read_file(path: Path) -> bytes | Problem:
    """Return a regular file's bytes; links, devices and huge files are refused."""
    again = "ask the student to hand in the file itself again"
    name = clean_name(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a link" if path.is_symlink() else f"it cannot be read ({error.strerror})"
        return Problem("", name, reason, again)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
        os.close(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem("", name, "it is not an ordinary file", again)
        size = status.st_size >> 20
        return Problem("", name, f"it is too large ({size} MiB)", "clear its outputs, save it, hand it in again")
    with os.fdopen(descriptor, "rb") as file:
        try:
            return file.read(MOST_BYTES + 1)
        except OSError as error:
            return Problem("", name, f"it cannot be read ({error.strerror})", again)


def parse_notebook(data: bytes, name: str) -> list[tuple[str, str, str]]:
    """Return the cells of a submitted file as (type, source, grade_id), or raise `SubmissionError`."""
    text = _decode(data, name)
    if not text.strip():
        raise SubmissionError(f"{name} is empty", hint="ask the student to save the notebook and hand it in again")
    try:
        raw = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        position = getattr(error, "pos", 0)
        what = "it breaks off before its end" if position >= len(text) - 2 else "it is not JSON"
        if text.lstrip()[:1] not in ("{", "["):
            what = "it is not JSON"
        raise SubmissionError(
            f"{name} is not a notebook: {what}",
            hint="ask the student to download the .ipynb again and hand it in whole",
        ) from None
    cells = _raw_cells(raw)
    if cells is None:
        raise SubmissionError(
            f"{name} is not a notebook: it has no list of cells", hint="ask the student for the .ipynb file itself"
        )
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"{name} has more than {MOST_CELLS} cells", hint="ask the student what happened to it")
    found = [_raw_cell(cell) for cell in cells if isinstance(cell, Mapping)]
    if any(kind == "code" and len(source) > MOST_SOURCE_CHARS for kind, source, _ in found):
        raise SubmissionError(f"{name} has a code cell of over {MOST_SOURCE_CHARS} characters", hint="look into it")
    return [(kind, source[:MOST_SOURCE_CHARS], grade_id) for kind, source, grade_id in found]


def _decode(data: bytes, name: str) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encodings = [encoding for mark, encoding in marks.items() if data.startswith(mark)] or ["utf-8", "gb18030"]
    if b"\0" in data[:2]:
        encodings = ["utf-16-be" if data[:1] == b"\0" else "utf-16-le"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SubmissionError(
        f"{name} is not a notebook: it is not text", hint="ask the student for the .ipynb file itself"
    )


def _raw_cells(raw: Any) -> list[Any] | None:
    if not isinstance(raw, Mapping):
        return None
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):
        sheets = [sheet for sheet in raw["worksheets"] if isinstance(sheet, Mapping)]
        cells = [cell for sheet in sheets for cell in (sheet.get("cells") or [])]
    return cells if isinstance(cells, list) else None


def _raw_cell(cell: Mapping[str, Any]) -> tuple[str, str, str]:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join([part for part in source if isinstance(part, str)])
    source = source if isinstance(source, str) else ""
    # Half a surrogate pair is no character: it could be neither run nor stored.
    source = source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    kind = cell.get("cell_type")
    if kind == "heading":
        kind = "markdown"
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    grade_id = mark.get("grade_id") if isinstance(mark, Mapping) else None
    return (
        kind if kind in ("code", "markdown") else "raw",
        source,
        grade_id if isinstance(grade_id, str) else "",
    )


def _read_timestamp(folder: Path) -> str:
    data = read_file(folder / "timestamp.txt")
    return "" if isinstance(data, Problem) else data[:100].decode("utf-8", "replace").strip()
