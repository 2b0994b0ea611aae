"""Times as nbgrader's database holds them, and how late a submission is."""

from __future__ import annotations

from datetime import datetime, timedelta

from autograder.submissions import MomentError, read_moment

__all__ = ["read_time", "seconds_late"]

_MINUTE = timedelta(minutes=1)


def read_time(text: str) -> datetime | None:
    """Return a written time in UTC, without a zone; None if it is no time surely (students write that file)."""
    try:
        return read_moment(text).replace(tzinfo=None)
    except MomentError:
        return None


def seconds_late(timestamp: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    """Return by how much a submission is late, as nbgrader counts it; 0 without a due date, or without a time.

    A due date without seconds means the whole minute: what comes at 23:59:59 is in time for 23:59.
    """
    if timestamp is None or due is None:
        return 0.0
    end = due + (extension or timedelta())
    if end.second == end.microsecond == 0 and timestamp < end + _MINUTE:
        return 0.0
    return max(0.0, (timestamp - end).total_seconds())
