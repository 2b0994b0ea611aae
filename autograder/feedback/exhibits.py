"""What a student's answer shows beside what the reference shows: pictures and tables in pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import msgspec

from autograder.feedback.drawing import draw_regions, find_misplaced
from autograder.suite import Exhibit

__all__ = ["PicturePair", "TablePair", "TableRow", "pair_exhibits"]


@dataclass(frozen=True)
class PicturePair:
    """Two pictures, PNG in base64. `mine` is "" if there is none; `problem` says why.

    `is_misplaced` tells whether a point lies in a region of another label in the student's picture.
    """

    kind: ClassVar[str] = "picture"
    title: str
    problem: str
    mine: str
    right: str
    is_misplaced: bool


class TableRow(NamedTuple):
    """A row of two tables side by side: its name and the cells of each, () if one does not have it."""

    name: str
    mine: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class TablePair:
    """Two tables side by side. `problem` says why the student's is empty; `columns` are its heads."""

    kind: ClassVar[str] = "table"
    title: str
    problem: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def pair_exhibits(mine: Sequence[Exhibit], right: Iterable[Exhibit]) -> tuple[PicturePair | TablePair, ...]:
    """Return what the student's answer shows, each with what the reference shows in its place."""
    by_key = {_key(exhibit): exhibit for exhibit in right if not exhibit.problem}
    return tuple(_pair(exhibit, by_key[_key(exhibit)]) for exhibit in mine if _key(exhibit) in by_key)


def _key(exhibit: Exhibit) -> tuple[object, ...]:
    return exhibit.kind, exhibit.title, exhibit.low, exhibit.high


def _pair(mine: Exhibit, right: Exhibit) -> PicturePair | TablePair:
    if right.kind == "regions":
        # The points are the lesson's, whatever a record says.
        own = msgspec.structs.replace(right, rows=mine.rows)
        picture = "" if mine.problem else draw_regions(own)
        is_misplaced = not mine.problem and bool(find_misplaced(own))
        return PicturePair(right.title, mine.problem, picture, draw_regions(right), is_misplaced)
    return TablePair(right.title, mine.problem, right.rows[0], _pair_rows(mine, right))


def _pair_rows(mine: Exhibit, right: Exhibit) -> tuple[TableRow, ...]:
    """Return the rows of both tables by name. What only the student has comes before the last row, the totals."""
    own = {row[0]: row[1:] for row in mine.rows[1:]}
    wanted = {row[0]: row[1:] for row in right.rows[1:]}
    names = [row[0] for row in right.rows[1:-1]]
    names += [row[0] for row in mine.rows[1:] if row[0] not in wanted]
    names += [row[0] for row in right.rows[1:][-1:]]
    return tuple(TableRow(name, own.get(name, ()), wanted.get(name, ())) for name in names)
