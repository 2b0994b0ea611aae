"""A time is read in the forms that systems and people write; what may be several times is asked about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from autograder.submissions.moments import MomentError, read_moment

EVENING = datetime(2026, 1, 5, 15, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 15:59",
        "2026/1/5 15:59:00 utc",
        "2026年1月5日 23:59 +8",
        "2026-01-05T23:59:00.000+08:00",
        "2026-01-05 11:59 PM UTC+8",
        "2026-01-05 23:59 Asia/Shanghai",
        "2026-01-05 10:59 America/New_York",
        "2026-01-05 23:59 28800",
        "Jan 5, 2026 at 11:59pm +0800",
        "Mon, 05 Jan 2026 23:59:00 +0800",
        "5 January 2026 15:59",
        "\ufeff'2026-01-05 15:59:00.000000000 Z'\r\n",
    ],
)
def test_one_time_has_many_forms(text: str) -> None:
    """Numbers from the year down, or the name of a month; with an offset, a place, or in UTC."""
    assert read_moment(text) == EVENING


@pytest.mark.parametrize("zone", ["CST", "HKT", "IST", "EST", "PST", "A", "CST+8", "北京时间", "Nowhere/AtAll"])
@pytest.mark.parametrize("form", ["2026-01-05 23:59 {}", "Jan 5, 2026 23:59:00 {}"])
def test_an_abbreviated_zone_is_asked_about(form: str, zone: str) -> None:
    """CST is China's, Chicago's and Cuba's; who knows writes the hours."""
    with pytest.raises(MomentError, match=r"time zone .* may mean several|is no time") as caught:
        read_moment(form.format(zone))
    assert "+0800" in caught.value.hint


@pytest.mark.parametrize("text", ["05/01/2026 23:59", "1-5-26 10:00", "01.05.2026"])
def test_a_day_that_may_be_a_month_is_asked_about(text: str) -> None:
    """The fifth of January, or the first of May."""
    with pytest.raises(MomentError, match="which the month"):
        read_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", "2026", "12:30", "yesterday", "9" * 90, "2026-02-30", "2026-01-05 25:00", "2026-01-05 13:00 PM"),
        *("January 2026 10:00", "2026-01-05 23:59 +2500", "0001-01-01 00:00 +0800", "2026-01-05 23:59 ../x", "\0 \0"),
    ],
)
def test_what_leaves_something_out_is_no_time(text: str) -> None:
    """Nothing is filled in from today."""
    with pytest.raises(MomentError, match="is no time"):
        read_moment(text)
