"""Read what one student sends by himself: notebooks or zips of them, of which each is counted and none is believed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autograder.course import Lesson
from autograder.submissions.claims import Claim
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
    """The notebooks in some uploads, one for each name, and what was not taken and why."""

    notebooks: tuple[SentNotebook, ...]
    problems: tuple[Problem, ...]


def read_uploads(lesson: Lesson, uploads: Sequence[Upload]) -> Uploaded:
    """Find the notebooks of a lesson in what one student sent. Never raises for what is in it."""
    with contextlib.closing(Shelf()) as shelf:
        items = [_open(upload, shelf) for upload in uploads]
        folder = FoundFolder(("upload",), "upload", None, False, lambda _: items)
        reading = read_claims("upload", [Claim("upload", folder, Owner(System.PERSON, ("upload",)))], lesson, None)
    problems = [*reading.problems, *(found for one in reading.found if (found := one.find_problem()) is not None)]
    problems += [Problem("", name, "it is no notebook of this lesson", "") for name in reading.others]
    return Uploaded(tuple(_take(one) for one in reading.found if not one.is_tied), tuple(dict.fromkeys(problems)))


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
