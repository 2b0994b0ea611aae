"""Whose mistake it is that a solution cell does something else than the right answer: its own, or that of another."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ["Cause", "CauseKind", "OtherCell", "Relation"]


class CauseKind(StrEnum):
    """What is known of the cause."""

    OWN = "own"  # what the cell rests on is right
    CALLED = "called"  # the cell is right for sure: what it rests on is not
    ALIKE = "alike"  # the cell does on every probe what a right one would with what it rests on, which is not right
    POSSIBLE = "possible"  # what it rests on is not right, and whether the cell is cannot be known


class Relation(StrEnum):
    """What another cell has to do with one."""

    CALLED = "called"  # its function or class is used
    USED = "used"  # its value is used
    BELOW = "below"  # its names are used by what is used
    CHANGES = "changes"  # it redefines a name of the cell, or changes a module


class OtherCell(msgspec.Struct, frozen=True):
    """Another solution cell, and what it defines."""

    cell: str
    name: str
    relation: Relation = Relation.CALLED


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
