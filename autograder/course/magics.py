"""Cells that begin with a magic of IPython: which of them are Python all the same."""

from __future__ import annotations

import re

__all__ = ["blank_magics", "split_magic"]

_MAGIC = re.compile(r"\s*%%(\w*)[^\n]*\n?")
_LINE_MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
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
    """Return a cell with `pass` in the place of each line that IPython alone understands."""
    return _LINE_MAGIC.sub(r"\1pass", source)
