"""The time of a submission is read in every form that systems write, and only ever moves forward."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submissions.timestamps import (
    advance_timestamp,
    find_time_problem,
    parse_time,
    read_timestamp,
    set_timestamp,
)

NOON_S = 1_767_614_400.0


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 12:00:00 UTC",
        "2026-01-05 12:00:00",
        "'2026-01-05 12:00:00.000000000 Z'",
        "2026-01-05 04:00:00.0 -0800",
        "2026-01-05 20:00:00 +08:00",
    ],
)
def test_times_are_read(text: str) -> None:
    """With a zone, with an offset, or in UTC."""
    assert parse_time(text) == NOON_S


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-05 12:00:00", "9" * 40])
def test_what_is_no_time_is_none(text: str) -> None:
    """It is not an error: a student may have written the file."""
    assert parse_time(text) is None


def test_a_timestamp_never_goes_back(tmp_path: Path) -> None:
    """A later time is written; an earlier one, and the same, change nothing."""
    for time_s in (NOON_S, NOON_S + 60, NOON_S):
        advance_timestamp(tmp_path, time_s)
    assert read_timestamp(tmp_path) == "2026-01-05 12:01:00 UTC"


def test_a_time_that_is_known_for_sure_is_set(tmp_path: Path) -> None:
    """Earlier or later than the one that is there."""
    for time_s in (NOON_S + 60, NOON_S):
        set_timestamp(tmp_path, time_s)
        assert parse_time(read_timestamp(tmp_path)) == time_s


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_timestamp_may_be_saved_by_any_editor(tmp_path: Path, encoding: str) -> None:
    """With a byte order mark, in UTF-16: what Windows writes is a time too."""
    (tmp_path / "timestamp.txt").write_bytes("2026-01-05 12:00:00 UTC\r\n".encode(encoding))
    assert parse_time(read_timestamp(tmp_path)) == NOON_S
    assert find_time_problem(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yesterday", "'yesterday' is no time"),
        ("", "is no time"),
        ("5", "is no time"),
        ("2026-01-05 23:59 CST", "the time zone CST may mean several"),
        ("05/01/2026 23:59", "which is the day and which the month"),
    ],
)
def test_what_says_no_time_surely_is_said(tmp_path: Path, text: str, said: str) -> None:
    """Never "no time, never late" in silence."""
    assert find_time_problem(tmp_path) is None
    (tmp_path / "timestamp.txt").write_text(text)
    problem = find_time_problem(tmp_path)
    assert problem is not None
    assert said in problem.message
    assert (problem.file, problem.notebook, problem.is_missing) == ("timestamp.txt", "", False)
    assert "--times" in problem.hint
    assert parse_time(read_timestamp(tmp_path)) is None
