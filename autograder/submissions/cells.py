"""One cell as it was handed in, and what a cell can be recognised by: its text, its lines, the names it defines."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from autograder.course import fingerprint

__all__ = ["SubmittedCell", "defined_names", "filled_lines", "joined_text", "use_newlines"]

_SHORT = 5_000  # characters
_MOST_DEFINITIONS = 10_000
_DEFINITION = re.compile(
    r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]{1,80})?=(?!=)", re.MULTILINE
)


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as it was handed in: its place in the notebook, type ("code", "markdown", "raw"), source and grade_id.

    `grade_id` is "" if the cell has no mark of nbgrader. `attachments` is the JSON of pictures that were pasted into
    it, "" if there are none.
    """

    position: int
    cell_type: str
    source: str
    grade_id: str
    attachments: bytes = b""

    @functools.cached_property
    def text(self) -> str:
        return joined_text(self.source)

    @functools.cached_property
    def lines(self) -> frozenset[str]:
        return filled_lines(self.source)

    @functools.cached_property
    def fingerprint(self) -> str:
        """What the course knows a released text by; taken once, whatever number of cells it is compared to."""
        return fingerprint(self.source)

    @functools.cached_property
    def names(self) -> frozenset[str]:
        return defined_names(self.source)


def joined_text(source: str) -> str:
    """Return a source with each run of white space as one blank: equal for what a reader would call the same."""
    return _join(source) if len(source) <= _SHORT else " ".join(source.split())


@functools.lru_cache(maxsize=512)
def _join(source: str) -> str:
    """Do it once for cells that all students have."""
    return " ".join(source.split())


def filled_lines(source: str) -> frozenset[str]:
    """Return the lines of a source that are not empty, without the white space around them."""
    return frozenset(map(str.strip, source.splitlines())) - {""}


def defined_names(source: str) -> frozenset[str]:
    """Return the names that a cell defines at its top level: functions, classes and assigned names.

    The first 10,000 definitions are looked at.
    """
    found = itertools.islice(_DEFINITION.finditer(source), _MOST_DEFINITIONS)
    return frozenset(one[1] or one[2] for one in found)


def use_newlines(source: str) -> str:
    """Return a source whose lines end as in Python, whatever system wrote it."""
    return source.replace("\r\n", "\n").replace("\r", "\n")
