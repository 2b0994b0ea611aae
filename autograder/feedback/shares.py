"""What each test of a cell is worth: a cell's points are shared out by the weights of its tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.suite import Outcome

__all__ = ["ShownTest", "find_open_loss", "share_points"]


@dataclass(frozen=True)
class ShownTest:
    """A test and the points that it decides, of which it gave `earned`. Both are "" if it decides none alone."""

    outcome: Outcome
    earned: str = ""
    points: str = ""


def share_points(outcomes: Sequence[Outcome], points: float, *, is_by_hand: bool = False) -> list[ShownTest]:
    """Return the tests of a cell with their points; without them if a person decided, or if there is one test only."""
    total = math.fsum(outcome.weight for outcome in outcomes)
    if is_by_hand or len(outcomes) < 2 or not total or any(outcome.is_ungraded for outcome in outcomes):
        return [ShownTest(outcome) for outcome in outcomes]
    shares = [(outcome, points * outcome.weight / total) for outcome in outcomes]
    return [ShownTest(outcome, _show(share * outcome.earned), _show(share)) for outcome, share in shares]


def find_open_loss(outcomes: Sequence[Outcome], points: float) -> float:
    """Return the points that a cell without a score has lost already, by tests that are over."""
    total = math.fsum(outcome.weight for outcome in outcomes)
    lost = math.fsum(one.weight * (1 - one.earned) for one in outcomes if not one.is_ungraded)
    return points * lost / total if total else 0.0


def _show(points: float) -> str:
    return f"{round(points, 2):g}"
