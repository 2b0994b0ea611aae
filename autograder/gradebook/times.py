"""Times as nbgrader reads them, and how late a submission is."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from dateutil import parser, tz

__all__ = ["read_time", "seconds_late"]


def read_time(text: str) -> datetime | None:
    """Return a time of nbgrader's kind in UTC, without a zone; None if it is not a time (students write that file).

    nbgrader would read the offset "+0800" as 800 seconds if there is a blank before it.
    """
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text.strip())
    if not text:
        return None
    try:
        return _parse_utc(text)
    except (ValueError, OverflowError):
        return None


def _parse_utc(text: str) -> datetime:
    """Read a time as nbgrader's `parse_utc` does, to import which would load its server extensions."""
    parts = text.split(" ")
    moment: datetime
    if len(parts) == 3:
        moment = parser.parse(f"{parts[0]} {parts[1]} TZ", tzinfos={"TZ": _find_zone(parts[2])})
    else:
        moment = parser.parse(text)
    return moment if moment.tzinfo is None else (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)


def _find_zone(text: str) -> Any:
    """Return an offset in seconds, a zone by its name, or None."""
    try:
        return int(text)
    except ValueError:
        return tz.gettz(text)


def seconds_late(timestamp: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    """Return by how much a submission is late, as nbgrader counts it; 0 without a due date, or without a time."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - (due + (extension or timedelta()))).total_seconds())
