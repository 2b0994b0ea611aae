"""A change of a score in words."""

from __future__ import annotations

from autograder.records import Change, ChangeKind

__all__ = ["describe_change"]


def describe_change(change: Change) -> str:
    """Return what became of a score, in one line."""
    before, after = ("none" if score is None else f"{score:g}" for score in (change.before, change.after))
    if change.kind is ChangeKind.REVIEW:
        return f"{change.student}/{change.key}: {after} by hand is marked for review: {change.why}"
    if change.kind is ChangeKind.HAND:
        what = f"{after} confirmed" if before == after else f"{before} -> {after}"
        return f"{change.student}/{change.key}: {what} by hand"
    tests = f" ({'; '.join(change.tests)})" if change.tests else ""
    return f"{change.student}/{change.key}: {before} -> {after}{tests}"
