"""A change of a score is told in one line, with what is odd about it."""

from __future__ import annotations

import pytest

from autograder.cli.changes import describe_change
from autograder.records import Change, ChangeKind

CELL = ("ann", "loops", "why")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(*CELL, None, 3.0, kind=ChangeKind.HAND, points=3.0), "ann/loops/why: none -> 3 by hand"),
        (
            Change(*CELL, None, 7.0, kind=ChangeKind.HAND, points=3.0),
            "ann/loops/why: none -> 7 by hand, above the question's 3 points",
        ),
        (Change(*CELL, 7.0, None, kind=ChangeKind.HAND, points=3.0), "ann/loops/why: 7 -> none by hand"),
        (Change(*CELL, None, 7.0, kind=ChangeKind.HAND), "ann/loops/why: none -> 7 by hand"),
        (
            Change(*CELL, 3.0, 3.0, kind=ChangeKind.REVIEW, points=2.0, why="changed"),
            "ann/loops/why: 3 by hand is marked for review: changed, above the question's 2 points",
        ),
    ],
)
def test_a_score_by_hand_above_the_questions_points_is_said(change: Change, told: str) -> None:
    """In the history, as in tables and pages; where the points are not known, nothing is said."""
    assert describe_change(change) == told
