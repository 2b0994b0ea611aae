"""Whose mistake it is that a solution cell does something else than the right answer: its own, or that of another."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ["Cause", "CauseKind", "OtherCell"]


class CauseKind(StrEnum):
    """What is known of the cause."""

    OWN = "own"  # what the cell rests on is right
    CALLED = "called"  # the cell is right: what it rests on is not
    POSSIBLE = "possible"  # what it rests on is not right, and whether the cell is cannot be known


class OtherCell(msgspec.Struct, frozen=True):
    """Another solution cell, and what it defines. `is_called` if it is used directly, not by way of further cells."""

    cell: str
    name: str
    is_called: bool = True


class Cause(msgspec.Struct, frozen=True):
    """The cause of what a solution cell does. `name` is what the cell defines; `others` are the cells to mend first.

    `others` is empty where the cause is the cell's own, or lies in a cell that answers no question.
    """

    kind: CauseKind
    name: str = ""
    others: tuple[OtherCell, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.kind is CauseKind.OWN
