"""How points are distributed over a class: the totals, and those of each graded cell."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from autograder.classroom.rows import ClassRow
from autograder.course import CellKey, Lesson

__all__ = ["Bin", "CellDistribution", "count_totals", "describe_cells"]

_BINS = 10
_MOST_HARD = 3
_HARD_SHARE = 0.8


class Bin(NamedTuple):
    """How many students have a total from `low` up to `high`."""

    low: float
    high: float
    students: int


@dataclass(frozen=True)
class CellDistribution:
    """One graded cell over the class: how many have full points, a part of them, none, or no score yet.

    `mean` and `share` (of its points, from 0 to 1) are of those who have a score, None if nobody has.
    """

    key: CellKey
    points: float
    share: float | None
    mean: float | None
    full: int
    part: int
    none: int
    waiting: int
    is_hard: bool = False


def count_totals(totals: Sequence[float], points: float) -> list[Bin]:
    """Return the totals in ten bins; the last one holds the full score too, and what is above it."""
    width = points / _BINS
    counts = [0] * _BINS
    for total in totals:
        counts[min(_BINS - 1, int(total / width + 1e-9)) if width else 0] += 1
    return [Bin(round(index * width, 2), round((index + 1) * width, 2), count) for index, count in enumerate(counts)]


def describe_cells(lesson: Lesson, rows: Sequence[ClassRow]) -> list[CellDistribution]:
    """Return every graded cell over the class; the three with the least share of points, if low, are marked as hard."""
    cells = [
        _describe_cell(notebook.key(cell), cell.points, rows)
        for notebook in lesson.notebooks
        for cell in notebook.graded_cells
    ]
    # If most answers are open yet, the mean is that of the few that are not.
    known = [cell for cell in cells if cell.share is not None and cell.waiting <= len(rows) / 2]
    hardest = sorted({cell.share for cell in known if cell.share is not None and cell.share < _HARD_SHARE})[:_MOST_HARD]
    return [replace(cell, is_hard=cell in known and cell.share in hardest) for cell in cells]


def _describe_cell(key: CellKey, points: float, rows: Sequence[ClassRow]) -> CellDistribution:
    found = [row.standing.scores.get(key) for row in rows if row.standing is not None]
    scores = [score for score in found if score is not None]
    mean = statistics.fmean(scores) if scores else None
    share = mean / points if mean is not None and points else None
    full = sum(score >= points for score in scores)
    none = sum(score == 0 for score in scores if score < points)
    part, waiting = len(scores) - full - none, len(found) - len(scores)
    return CellDistribution(key, points, share, mean, full, part, none, waiting)
