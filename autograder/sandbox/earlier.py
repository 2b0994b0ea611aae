"""Notebooks that a later one may import: their cells, as they go into the jail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.course import SourceNotebook
from autograder.sandbox.code import compile_source

__all__ = ["EarlierCells", "reference_cells"]

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class EarlierCells:
    """A notebook that a later one may import by its name: its cells, of the lesson's own as marshalled code.

    `problem` is what an import raises where there are none.
    """

    name: str
    cells: tuple[str | bytes, ...] = ()
    problem: str = ""


def reference_cells(source: SourceNotebook) -> EarlierCells:
    """Return the lesson's own notebook as compiled code, without its test cells and what is no Python."""
    code = [cell.source for cell in source.cells if cell.cell_type == "code" and not cell.is_test]
    plain = [_MAGIC.sub(r"\1pass", text) for text in code if not text.lstrip().startswith("%%")]
    return EarlierCells(source.name, tuple(part for text in plain for part in compile_source(text) if part))
