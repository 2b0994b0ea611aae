"""What is said of an exception of ours: its type, and the file and line that a person looks at first."""

from __future__ import annotations

import contextlib

from autograder.errors import find_place
from autograder.text import clean_text

__all__ = ["describe_exception"]

_MOST_CHARACTERS = 300


def describe_exception(error: BaseException) -> str:
    """Return an exception as "type in file, line n: message", of the innermost place that is no library's."""
    place = find_place(error)
    where = f" in {place[0]}, line {place[1]}" if place is not None else ""
    message = ""
    with contextlib.suppress(Exception):  # its own __str__ may be what is wrong with it
        message = clean_text(str(error))[:_MOST_CHARACTERS]
    return f"{type(error).__name__}{where}" + (f": {message}" if message else "")
