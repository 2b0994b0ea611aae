"""Notebooks that a later one may import: their cells, as they go into the jail."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course import SourceNotebook, blank_magics, split_magic
from autograder.sandbox.code import compile_source

__all__ = ["EarlierCells", "reference_cells", "without_magic"]


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
    plain = [blank_magics(without_magic(text)) for text in code]
    return EarlierCells(source.name, tuple(part for text in plain for part in compile_source(text) if part))


def without_magic(source: str) -> str:
    """Return a cell's Python, in the lines that it has, without the magic above it; "" if it has none.

    A module is imported in names of its own: a magic would run its cell in those of the notebook that imports it.
    """
    split = split_magic(source)
    return "" if split is None else "\n" * split[0].count("\n") + split[1]
