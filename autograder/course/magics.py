"""Cells that begin with a magic of IPython: which of them are Python all the same."""

from __future__ import annotations

import ast
import re
import warnings

from autograder.text import part_marks

__all__ = ["blank_magics", "is_costly", "split_magic"]

_MAGIC = re.compile(r"\s*%%(\w*)[^\n]*\n?")
_LINE_MAGIC = re.compile(r"^([ \t]*+)(?:[%!?].*|.*\?)$", re.MULTILINE)
_ASSIGNED_MAGIC = re.compile(r"^([\w.,*\[\] \t]+=[ \t]*)[%!].*$", re.MULTILINE)
_OF_PYTHON = frozenset({"capture", "prun", "time", "timeit"})


def split_magic(source: str) -> tuple[str, str] | None:
    """Return the line of a cell's magic, "" without one, and the Python below it; None if that is no Python.

    `%%time` is above Python, `%%writefile` is not.
    """
    found = _MAGIC.match(source)
    if found is None:
        return "", source
    return (found[0], source[found.end() :]) if found[1] in _OF_PYTHON else None


def blank_magics(source: str) -> str:
    """Return a cell with `pass` in the place of each line that IPython alone understands, and `None` where a line has a
    name for what such a one gives. What is Python is left as it is: a line of a text may begin like a magic.
    """
    blank = _ASSIGNED_MAGIC.sub(r"\1None", _LINE_MAGIC.sub(r"\1pass", source))
    return source if blank == source or _is_python(source) else blank


def is_costly(source: str) -> bool:
    """Whether Python would take the square of the length to read this: a name with many marks on one letter."""
    return part_marks(source) != source


def _is_python(source: str) -> bool:
    if is_costly(source):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
