"""A change of a score in words."""

from __future__ import annotations

from autograder.records import Change, ChangeKind

__all__ = ["describe_change"]


def describe_change(change: Change) -> str:
    """Return what became of a score, in one line."""
    before, after = ("none" if score is None else f"{score:g}" for score in (change.before, change.after))
    if change.kind is ChangeKind.REVIEW:
        return f"{change.student}/{change.key}: {after} by hand is marked for review: {change.why}{_warn(change)}"
    if change.kind is ChangeKind.HAND:
        what = f"{after} confirmed" if before == after else f"{before} -> {after}"
        return f"{change.student}/{change.key}: {what} by hand{_warn(change)}"
    tests = f" ({'; '.join(change.tests)})" if change.tests else ""
    return f"{change.student}/{change.key}: {before} -> {after}{tests}"


def _warn(change: Change) -> str:
    """Return what is odd about a score by hand: that it is above the points that the question had."""
    is_above = None not in (change.after, change.points) and (change.after or 0.0) > (change.points or 0.0)
    return f", above the question's {change.points:g} points" if is_above else ""
