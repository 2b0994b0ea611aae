"""A table says when students handed in, under any name that the roster knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.submissions.roster import Roster, RosterEntry
from autograder.submissions.times import read_times

NOON_S = 1_767_614_400.0
ROSTER = Roster((RosterEntry("1001", "Ann Lee", "ann@x.edu"), RosterEntry("1002", "张三", "zs@x.edu")))


@pytest.mark.parametrize(
    "text",
    [
        "id,time\n1001,2026-01-05 12:00:00\n",
        'Student,Submitted At,Score\n"Lee, Ann",2026-01-05T12:00:00Z,3\n',
        "email,submitted at\nann@x.edu,2026-01-05 20:00:00 +0800\n",
        "id,time\n1001,2026-01-05 12:00:00\n1001,2026-01-04 12:00:00\n1002,\n9,2026-01-05 12:00:00\n",
    ],
)
def test_times_are_read_by_id_name_or_email(tmp_path: Path, text: str) -> None:
    """Of several times the last counts; strangers and students without a time are passed over."""
    (tmp_path / "t.csv").write_text(text)
    assert read_times(tmp_path / "t.csv", ROSTER) == {"1001": NOON_S}


def test_without_a_roster_the_ids_are_taken(tmp_path: Path) -> None:
    """As they are, if they can be ids."""
    (tmp_path / "t.csv").write_text("学号,提交时间\n7,2026-01-05 12:00:00\n../x,2026-01-05 12:00:00\n")
    assert read_times(tmp_path / "t.csv", None) == {"7": NOON_S}


@pytest.mark.parametrize(
    "text",
    [
        "id,score\n1,2\n",
        "who,time\na,2026-01-05 12:00:00\n",
        "id,time\n1001,soon\n",
        "id,time\n1001,2026-01-05 23:59 CST\n",
        "id,time\n1.001E+03,2026-01-05 23:59\n",
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str) -> None:
    """No column for the time or the student, what is no time, a zone that may be several, an id that is none any more."""
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(CourseError) as caught:
        read_times(tmp_path / "t.csv", ROSTER)
    assert caught.value.hint
