"""Read what one student sends by himself: notebooks, files beside them, zips. Each is counted and none is believed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autograder.course import Lesson
from autograder.submissions.beside import MOST_FILES, MOST_MIB, BesideFile
from autograder.submissions.claims import Claim
from autograder.submissions.companions import Companion
from autograder.submissions.found import OTHER_ARCHIVE, TOO_MUCH, Budget, Found, FoundFile, FoundFolder
from autograder.submissions.owners import Owner, System
from autograder.submissions.problems import Problem
from autograder.submissions.reading import read_claims
from autograder.submissions.versions import Versions
from autograder.submissions.zips import Shelf, Zip
from autograder.text import clean_name, cut_text

__all__ = ["SentNotebook", "Upload", "Uploaded", "read_uploads"]

_MOST_NAME_CHARS = 120


@dataclass(frozen=True)
class Upload:
    """One file as it was sent: the name that the sender gives it, and how its bytes are had."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class SentNotebook:
    """One notebook that was found in uploads: which one of the lesson it is, the name it came by, and its bytes."""

    notebook: str
    name: str
    data: bytes
    digest: str


class Uploaded(NamedTuple):
    """The notebooks in some uploads, one for each name, what was not taken and why, and the files beside them."""

    notebooks: tuple[SentNotebook, ...]
    problems: tuple[Problem, ...]
    beside: tuple[BesideFile, ...] = ()


def read_uploads(lesson: Lesson, uploads: Sequence[Upload]) -> Uploaded:
    """Find the notebooks of a lesson in what one student sent, and the files that it allows beside them.

    Never raises for what is in it. Files without a notebook are not taken: they alone are no work that can be graded.
    """
    with contextlib.closing(Shelf()) as shelf:
        items = [_open(upload, shelf) for upload in uploads]
        folder = FoundFolder(("upload",), "upload", None, False, lambda _: items)
        reading = read_claims("upload", [Claim("upload", folder, Owner(System.PERSON, ("upload",)))], lesson, None)
    problems = [*reading.problems, *(found for one in reading.found if (found := one.find_problem()) is not None)]
    problems += [Problem("", name, "it is no notebook of this lesson", "") for name in reading.others]
    notebooks = tuple(_take(one) for one in reading.found if not one.is_tied)
    beside: list[BesideFile] = []
    for file in _take_beside(reading.companions.all, has_notebook=bool(notebooks)):
        (problems if isinstance(file, Problem) else beside).append(file)  # type: ignore[arg-type]
    return Uploaded(notebooks, tuple(dict.fromkeys(problems)), tuple(beside))


def _take_beside(files: Sequence[Companion], *, has_notebook: bool) -> Iterator[BesideFile | Problem]:
    """Yield the files that may lie beside the notebooks, within the limits that they have when they are graded."""
    left = MOST_MIB << 20
    for number, file in enumerate(sorted(files, key=lambda file: file.name)):
        if not has_notebook:
            yield Problem("", file.name, "send it together with a notebook / 请与 notebook 一起提交", "")
        elif file.is_tied:
            yield Problem("", file.name, "two files of this name differ / 两个同名文件内容不同", "")
        elif number >= MOST_FILES or len(file.data) > left:
            yield Problem("", file.name, "these are too many files, or too large / 文件过多或过大", "")
        else:
            left -= len(file.data)
            yield BesideFile(file.name, file.data, file.version.digest)


def _take(versions: Versions) -> SentNotebook:
    best = versions.best
    return SentNotebook(versions.source.name, best.source, versions.data, best.digest)


def _open(upload: Upload, shelf: Shelf) -> Found:
    """Return an upload as a thing in a download. Of its name only the last part counts, whatever the sender writes."""
    name = clean_name(re.split(r"[/\\]", upload.name)[-1]).strip()
    shown = cut_text(name, _MOST_NAME_CHARS) or "?"
    if OTHER_ARCHIVE.search(name):
        return Problem("", shown, "only zips are read", "pack it as a zip")

    def load(budget: Budget) -> bytes | Problem:
        data = upload.read()
        return data if budget.spend(len(data)) else Problem("", shown, *TOO_MUCH)

    file = FoundFile((shown,), shown, None, load)
    if not name.lower().endswith(".zip"):
        return file
    return Zip((shown,), shown, file, shelf).as_folder(None)
