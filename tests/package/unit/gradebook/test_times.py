"""Times mean what they mean to nbgrader."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from nbgrader.api import Assignment, SubmittedAssignment
from nbgrader.utils import parse_utc

from autograder.gradebook.times import read_time, seconds_late

NOON = datetime(2026, 1, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 12:00:00 UTC",
        "2026-01-05 12:00:00 Asia/Shanghai",
        "2026-01-05 12:00:00 28800",
        "2026-01-05 12:00:00 -18000",
        "2026-01-05T12:00:00.5+08:00",
        "Mon, 05 Jan 2026 12:00:00 GMT",
        "2026-01-05 12:00:00",
    ],
)
def test_a_time_is_read_as_nbgrader_reads_it(text: str) -> None:
    """With a zone by name, an offset in seconds, or none; in any of the forms that are known."""
    assert read_time(f" {text}\n") == parse_utc(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "garbage", "9" * 90, "2026-13-05 12:00:00 UTC", "\x00 \x00 \x00", "12:30", "5", "2026"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    """Students can write anything there."""
    assert read_time(text) is None


@pytest.mark.parametrize("zone", ["CST", "HKT", "IST", "EST", "CST+8", "Nowhere/AtAll", "北京时间"])
def test_a_zone_that_may_be_several_is_not_read_as_utc(zone: str) -> None:
    """nbgrader takes what it does not know for UTC, which makes work 8 hours late or early."""
    assert read_time(f"2026-01-05 12:00:00 {zone}") is None


@pytest.mark.parametrize("timestamp", [None, NOON, NOON + timedelta(hours=30)])
@pytest.mark.parametrize("extension", [None, timedelta(days=1), timedelta(days=3)])
def test_lateness_is_nbgraders(timestamp: datetime | None, extension: timedelta | None) -> None:
    """The same seconds as nbgrader's submission has, the extension counted in."""
    theirs = SubmittedAssignment(timestamp=timestamp, extension=extension, assignment=Assignment("knots", NOON))
    assert seconds_late(timestamp, NOON, extension) == theirs.total_seconds_late


def test_without_a_due_date_nothing_is_late() -> None:
    """An extension alone makes no due date."""
    assert seconds_late(NOON, None, timedelta(days=-9)) == 0


@pytest.mark.parametrize(
    ("timestamp", "seconds"),
    [("23:59:00", 0.0), ("23:59:59.999", 0.0), ("24:00", 60.0), ("23:58", 0.0)],
)
def test_a_due_date_means_the_whole_minute(timestamp: str, seconds: float) -> None:
    """What comes in its last second is in time; one that says seconds means those."""
    due, time = read_time("2026-01-05 23:59"), read_time(f"2026-01-05 {timestamp}")
    assert due is not None
    assert seconds_late(time, due, None) == seconds
    assert seconds_late(time, due - timedelta(days=1), timedelta(days=1)) == seconds
    assert seconds_late(due + timedelta(seconds=31), due + timedelta(seconds=30), None) == 1.0
