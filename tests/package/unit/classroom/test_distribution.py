"""How points are distributed: totals in ten bins, cells by full, part, none and waiting."""

from __future__ import annotations

from autograder.classroom.distribution import Bin, CellDistribution, count_totals, describe_cells
from autograder.classroom.rows import ClassRow, RowStatus
from autograder.course import CellKey, Lesson
from autograder.gradebook import Standing
from autograder.submissions import RosterEntry

DOUBLE, TYPES, WHY = (CellKey("loops", name) for name in ("test_double", "test_types", "why"))


def row(double: float | None, types: float | None, why: float | None) -> ClassRow:
    standing = Standing("s", scores={DOUBLE: double, TYPES: types, WHY: why})
    return ClassRow(RosterEntry("s"), RowStatus.INCOMPLETE, standing)


def test_a_full_score_is_in_the_last_bin() -> None:
    """And so is what a bonus lifts above it; a limit belongs to the bin above."""
    bins = count_totals([0, 1.99, 2, 6, 19.9, 20, 25], 20)
    assert [one.students for one in bins] == [2, 1, 0, 1, 0, 0, 0, 0, 0, 3]
    assert (bins[0], bins[-1]) == (Bin(0, 2, 2), Bin(18, 20, 3))
    assert sum(one.students for one in count_totals([0, 0], 0)) == 2


def test_a_cell_counts_who_has_what(lesson: Lesson) -> None:
    """The mean is of those who have a score."""
    double, types, why = describe_cells(lesson, [row(2, 0, None), row(1, 0, None), row(0, 1, 3), row(2, 1, None)])
    assert double == CellDistribution(DOUBLE, 2, 0.625, 1.25, full=2, part=1, none=1, waiting=0, is_hard=True)
    assert (types.mean, types.is_hard) == (0.5, True)
    assert (why.mean, why.waiting, why.is_hard) == (3.0, 3, False)


def test_a_cell_that_is_mostly_open_is_not_called_hard(lesson: Lesson) -> None:
    """Neither is one that most got, nor one of nobody."""
    cells = describe_cells(lesson, [row(2, 1, 0), row(2, 1, None), row(2, 1, None)])
    assert [cell.is_hard for cell in cells] == [False, False, False]
    assert [cell.mean for cell in describe_cells(lesson, [])] == [None, None, None]
