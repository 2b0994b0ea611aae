"""Which version of a student's notebook counts, and whether it is newer than the one that is there."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from autograder.course import SourceNotebook
from autograder.files import hash_parts
from autograder.submissions.files import read_file
from autograder.submissions.identify import is_unanswered
from autograder.submissions.problems import Problem

__all__ = ["Fate", "Version", "Versions", "find_fate"]

_KEEP_HINT = "keep the right one and collect again"


class Fate(StrEnum):
    """What is done with a version."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    OLDER = "older"


@dataclass(frozen=True)
class Version:
    """One version of a notebook. `source` is what the download calls it, `saved_s` says when it was saved.

    `handed_in_s` is None where that is not known. `is_unanswered` is found out once there is a second version.
    """

    source: str
    saved_s: float | None = None
    handed_in_s: float | None = None
    upload: int = 0
    number: int = 0
    is_late: bool = False
    digest: str = ""
    is_unanswered: bool = False

    @property
    def age(self) -> tuple[float, ...]:
        """Sorts later versions last; an upload's number is surer than the time that a zip gives."""
        return (self.upload, self.number) if self.upload else (0, self.saved_s or 0.0, self.number)

    @property
    def rank(self) -> tuple[float, ...]:
        """Sorts the version that counts last: the newest one that somebody worked on."""
        return (not self.is_unanswered, *self.age)


class Versions:
    """The versions of one student's notebook. Only the one that counts so far is held whole."""

    def __init__(self, source: SourceNotebook) -> None:
        self.source = source
        self.data = b""
        self.all: list[Version] = []
        self._digests: set[str] = set()
        self._best = Version("")

    @property
    def best(self) -> Version:
        return self._best

    def add(self, version: Version, data: bytes) -> None:
        """Add one more version."""
        version = replace(version, digest=hash_parts(data))
        if self._digests and self._digests != {version.digest}:
            version = replace(version, is_unanswered=is_unanswered(version.source, data, self.source))
            if len(self._digests) == 1:  # nobody has looked at the one that is held
                first = is_unanswered(self.all[0].source, self.data, self.source)
                self.all = [replace(other, is_unanswered=first) for other in self.all]
                self._best = max(self.all, key=lambda other: other.rank)
        if not self.all or version.rank > self._best.rank:
            self._best = version
        self.all.append(version)
        self._digests.add(version.digest)
        if self.best.digest == version.digest:
            self.data = data

    def find_problem(self) -> Problem | None:
        """Return what a person must decide or know: two that are equally new, or a newer one without any answers."""
        best = self.best
        for other in self.all:
            if other.digest != best.digest and other.rank == best.rank:
                two = f"{best.source}, {other.source}"
                return Problem(self.source.name, two, "two files differ and are equally new", _KEEP_HINT)
        newer = [other for other in self.all if other.is_unanswered and other.age > best.age and not best.is_unanswered]
        if newer:
            what = f"it holds no answers, so that {best.source} was taken, which does"
            return Problem(self.source.name, newer[0].source, what, "look at both; if need be, put the right one there")
        return None

    @property
    def is_tied(self) -> bool:
        """Whether two that differ are equally new: none of them is taken."""
        best, rank = self.best, self.best.rank
        return any(other.digest != best.digest and other.rank == rank for other in self.all)


def find_fate(path: Path, versions: Versions) -> Fate | Problem:
    """Return what is to be done with the best version: it is news, is there already, is older, or cannot be ordered."""
    best = versions.best
    if not os.path.lexists(path):
        return Fate.WRITTEN
    there = read_file(path)
    if there == versions.data:
        return Fate.UNCHANGED
    there_s = path.lstat().st_mtime
    if not isinstance(there, Problem):
        was_unanswered = is_unanswered(path.name, there, versions.source)
        if was_unanswered != is_unanswered(best.source, versions.data, versions.source):
            return _find_fate_of_blank(path, best, there_s, was_unanswered=was_unanswered)
    if best.saved_s is None or int(best.saved_s) == int(there_s):
        what = f"it differs from {path}, and which is newer cannot be told"
        return Problem(versions.source.name, best.source, what, "delete the wrong one, collect again")
    return Fate.OLDER if best.saved_s < there_s else Fate.WRITTEN


def _find_fate_of_blank(path: Path, best: Version, there_s: float, *, was_unanswered: bool) -> Fate | Problem:
    """Return what is to be done if one of the two is as it was handed out: it never replaces one with answers."""
    if was_unanswered:
        return Fate.WRITTEN
    if best.saved_s is not None and best.saved_s < there_s:
        return Fate.OLDER
    what = f"it holds no answers, and {path}, which has answers, stays"
    return Problem(path.stem, best.source, what, "delete that one and collect again if it must not count")
