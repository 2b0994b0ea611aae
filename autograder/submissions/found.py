"""What is found in a download: files and folders, of which each knows how it is read and who pays for that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from autograder.submissions.files import SUFFIX, is_like_notebook, may_be_notebook
from autograder.submissions.problems import Problem

__all__ = ["METADATA", "OTHER_ARCHIVE", "TOO_MUCH", "Budget", "Found", "FoundFile", "FoundFolder", "is_ignored"]

METADATA = "submission_metadata.yml"
MOST_PERSON_BYTES = 1 << 29
MOST_PERSON_FILES = 20_000
_MOST_DEPTH = 40
OTHER_ARCHIVE = re.compile(r"\.(rar|7z|tar|gz|tgz|bz2|xz)$", re.IGNORECASE)
TOO_MUCH = ("it unpacks to too much", "clear its outputs, save it, hand it in again")
_IGNORED = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


@dataclass
class Budget:
    """How much may still be read: of one person's things, or of a zip that is nobody's."""

    bytes_left: int = MOST_PERSON_BYTES
    files_left: int = MOST_PERSON_FILES

    def spend(self, size: int) -> bool:
        """Take off some bytes; return whether they were there."""
        self.bytes_left -= size
        return self.bytes_left >= 0


@dataclass(frozen=True)
class FoundFile:
    """One file of a download. `parts` is its path from the outermost file or folder on; a zip counts as a folder.

    `shown` is what a person calls it, and `time_s` when it was saved; `refusal` says why nobody can read it. What comes
    out of somebody's own zip was handed in when the zip was, whatever the times in it are.
    """

    parts: tuple[str, ...]
    shown: str
    time_s: float | None
    load: Callable[[Budget], bytes | Problem] = field(repr=False, compare=False)
    refusal: Problem | None = None
    zip_time_s: float | None = None
    is_from_zip: bool = False

    @property
    def label(self) -> str:
        return self.parts[-1]

    @property
    def handed_in_s(self) -> float | None:
        return self.zip_time_s if self.is_from_zip else self.time_s

    @property
    def is_notebook(self) -> bool:
        return SUFFIX.search(self.label) is not None

    @property
    def is_like_notebook(self) -> bool:
        return is_like_notebook(self.label)

    @property
    def may_be_notebook(self) -> bool:
        return may_be_notebook(self.label)

    def read(self, budget: Budget) -> bytes | Problem:
        """Return its bytes, or the `Problem` with it."""
        return self.refusal or self.load(budget)


@dataclass(frozen=True)
class FoundFolder:
    """One folder or zip of a download. The last of its `parts`, its label, is without ".zip"."""

    parts: tuple[str, ...]
    shown: str
    time_s: float | None
    is_zip: bool
    load: Callable[[Budget], list[Found]] = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        return self.parts[-1]

    def list(self, budget: Budget) -> list[Found]:
        """Return what is in it, and a `Problem` for each thing that is refused."""
        if len(self.parts) > _MOST_DEPTH:
            return [Problem("", self.shown, "its folders are too deep", "put the notebooks into one folder")]
        return self.load(budget)

    def walk(self, budget: Budget) -> Iterator[FoundFile | Problem]:
        """Yield all files in it, however deep, until there are too many of them."""
        for item in self._walk(budget):
            if isinstance(item, FoundFile) and self.is_zip:
                item = replace(item, zip_time_s=self.time_s, is_from_zip=True)
            yield item

    def _walk(self, budget: Budget) -> Iterator[FoundFile | Problem]:
        for item in self.list(budget):
            if isinstance(item, FoundFolder):
                yield from item.walk(budget)
                continue
            budget.files_left -= 1
            if budget.files_left < 0:
                if budget.files_left == -1:
                    yield Problem("", self.shown, f"it holds more than {MOST_PERSON_FILES} files", "ask for less")
                return
            yield item


Found = FoundFile | FoundFolder | Problem


def is_ignored(name: str) -> bool:
    """Whether a name is hidden, or a system's own: nobody handed it in."""
    return (name.startswith(".") and name != "..") or name in _IGNORED
