"""What is said of an exception of ours: its type, and the file and line that a person looks at first."""

from __future__ import annotations

import contextlib
import sysconfig
import traceback
from pathlib import Path

from autograder.text import clean_text

__all__ = ["describe_exception"]

_PACKAGE = str(Path(__file__).resolve().parents[1])
_LIBRARIES = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
_MOST_CHARACTERS = 300


def describe_exception(error: BaseException) -> str:
    """Return an exception as "type in file, line n: message", of the innermost place that is no library's."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [place for place in places if _is_own(place[0])] or places
    where = f" in {Path(own[-1][0]).name}, line {own[-1][1]}" if own else ""
    message = ""
    with contextlib.suppress(Exception):  # its own __str__ may be what is wrong with it
        message = clean_text(str(error))[:_MOST_CHARACTERS]
    return f"{type(error).__name__}{where}" + (f": {message}" if message else "")


def _is_own(file: str) -> bool:
    return file.startswith(_PACKAGE) or not (file.startswith(("<", *_LIBRARIES)))
