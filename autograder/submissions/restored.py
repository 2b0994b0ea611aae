"""A submitted notebook as it will run, and what of its answers is the student's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.course import SourceCell
from autograder.submissions.pictures import PastedPicture

__all__ = ["RestoredCell", "RestoredNotebook", "answer_text", "own_lines"]


@dataclass(frozen=True)
class RestoredCell:
    """One cell as it will run. `origin` is the source cell that it answers or is, None for the student's own cells.

    `pictures` are those that were pasted into it, by name, as they came: a stranger's bytes. A cell `is_given` if its
    text is that of an ordinary cell of the source.
    """

    cell_type: str
    source: str
    origin: SourceCell | None = None
    pictures: tuple[PastedPicture, ...] = ()
    is_given: bool = False

    @property
    def given(self) -> Mapping[str, Mapping[str, str]]:
        """The pictures of the source cell, by name and type."""
        return {name: {kind: data} for name, kind, data in self.origin.attachments} if self.origin is not None else {}

    @property
    def is_locked(self) -> bool:
        return self.origin is not None and self.origin.is_locked

    @property
    def is_test(self) -> bool:
        return self.origin is not None and self.origin.is_test


@dataclass(frozen=True)
class RestoredNotebook:
    """A submitted notebook whose locked and test cells are those of the source again.

    `repairs` are for the student and the TA. `updates` are for the TA alone: what is no doing of the student's.
    """

    name: str
    cells: tuple[RestoredCell, ...]
    repairs: tuple[str, ...] = field(default=())
    updates: tuple[str, ...] = field(default=())

    @property
    def code(self) -> list[tuple[int, str]]:
        """The code cells in the order in which they run, as (index, source)."""
        return [(index, cell.source) for index, cell in enumerate(self.cells) if cell.cell_type == "code"]

    @property
    def test_cells(self) -> set[int]:
        """The indexes of the test cells: visible asserts, which define nothing."""
        return {index for index, cell in enumerate(self.cells) if cell.is_test}

    def answer(self, grade_id: str) -> str:
        """Return the student's source of a solution cell, or ""."""
        found = [cell.source for cell in self.cells if cell.origin is not None and cell.origin.grade_id == grade_id]
        return found[-1] if found else ""


def answer_text(document: Any, grade_id: str) -> str:
    """Return the source of a cell of an autograded notebook's JSON, of several the last, which counts; "" for none."""
    cells = document["cells"] if document is not None else ()
    found = [cell["source"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id]
    return "".join(found[-1]) if found else ""


def own_lines(source: str, stub: str) -> str:
    """Return an answer without the lines that were handed out, however they are indented now."""
    handed_out = {" ".join(line.split()) for line in stub.splitlines()}
    return "\n".join(line for line in source.splitlines() if " ".join(line.split()) not in handed_out)
