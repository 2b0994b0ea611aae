"""Files beside the notebooks on their way from a download: of each name the newest one counts."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.course import HandedIn, Lesson
from autograder.files import hash_parts
from autograder.submissions.beside import SMALLER, find_rule, is_data_name
from autograder.submissions.files import read_file
from autograder.submissions.owners import split_version
from autograder.submissions.problems import Problem
from autograder.submissions.versions import Fate, Version

__all__ = ["Companion", "Companions", "find_fate_of_file", "find_name"]


@dataclass(frozen=True)
class Companion:
    """The version of a file that counts, and whether another one is as new."""

    name: str
    version: Version
    data: bytes
    is_tied: bool = False


def find_name(lesson: Lesson, label: str) -> tuple[str, int] | None:
    """Return the name of a file that may be handed in, and which upload of it this is; None if it may not be."""
    path = PurePosixPath(label)
    stem, number = split_version(path.stem)
    for name, version in ((label, 0), (f"{stem}{path.suffix}", number)):
        if find_rule(lesson, name) and not is_data_name(lesson, name):
            return name, version
    return None


class Companions:
    """What one student handed in beside the notebooks, by name."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._found: dict[str, Companion] = {}

    @property
    def all(self) -> list[Companion]:
        return list(self._found.values())

    def add(self, name: str, version: Version, data: bytes) -> Problem | None:
        """Add one more version; return what is wrong with it, if anything is."""
        rule = find_rule(self._lesson, name) or HandedIn(name)
        if len(data) > rule.most_mib << 20:
            return Problem("", version.source, f"it is too large ({len(data) >> 20} MiB)", SMALLER)
        version = replace(version, digest=hash_parts(data))
        before = self._found.get(name)
        if before is None or version.age > before.version.age:
            self._found[name] = Companion(name, version, data)
        elif version.age == before.version.age and version.digest != before.version.digest:
            self._found[name] = replace(before, is_tied=True)
        return None


def find_fate_of_file(path: Path, file: Companion) -> Fate | Problem:
    """Return what is to be done with a file: it is news, is there already, is older, or cannot be ordered."""
    hint = "keep the right one and collect again"
    if file.is_tied:
        return Problem("", file.version.source, "two files differ and are equally new", hint)
    if not os.path.lexists(path):
        return Fate.WRITTEN
    if read_file(path) == file.data:
        return Fate.UNCHANGED
    saved_s, there_s = file.version.saved_s, path.lstat().st_mtime
    if saved_s is None or int(saved_s) == int(there_s):
        what = f"it differs from {path}, and which is newer cannot be told"
        return Problem("", file.version.source, what, "delete the wrong one, collect again")
    return Fate.OLDER if saved_s < there_s else Fate.WRITTEN
