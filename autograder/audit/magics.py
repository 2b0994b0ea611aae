"""Solution cells that use IPython: what of them is Python, and may be changed, and what stands before it."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

__all__ = ["CellCode", "put_first", "read_code"]

_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*\n?")
_OF_PYTHON = frozenset({"capture", "prun", "time", "timeit"})


class CellCode(NamedTuple):
    """A cell's Python with the lines that it has in the cell, and the line of a magic that must stay first, or ""."""

    head: str
    tree: ast.Module

    def write(self, code: str) -> str:
        """Return the cell with other code in it."""
        return self.head + code


def read_code(source: str) -> CellCode | None:
    """Return the Python of a cell; None if it is none, as below `%%writefile`, or if it does not compile."""
    found = _MAGIC.match(source)
    if found is not None and found[1] not in _OF_PYTHON:
        return None
    head = found[0] if found is not None else ""
    rest = source[len(head) :]
    code = rest.lstrip("\n")  # IPython takes empty lines off
    before = "\n" * (head.count("\n") + len(rest) - len(code))
    try:
        return CellCode(head, ast.parse(before + TransformerManager().transform_cell(code)))
    except (SyntaxError, ValueError):
        return None


def put_first(source: str, code: str) -> str:
    """Return a cell that runs this code before its own; one without any Python as it is."""
    found = _MAGIC.match(source)
    if found is None:
        return code + source
    return found[0] + code + source[found.end() :] if found[1] in _OF_PYTHON else source
