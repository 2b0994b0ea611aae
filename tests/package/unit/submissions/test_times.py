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
        "id,time\n1001,2026-01-05 12:00:00\n1001,2026-01-05 12:00:00\n1002,\n",
    ],
)
def test_times_are_read_by_id_name_or_email(tmp_path: Path, text: str) -> None:
    """Who handed in nothing has no time: no line is odd."""
    (tmp_path / "t.csv").write_text(text)
    table = read_times(tmp_path / "t.csv", ROSTER)
    assert table.times == {"1001": NOON_S}
    assert table.find_problems({"1001"}) == []


def test_a_line_that_gives_nobody_a_time_is_named(tmp_path: Path) -> None:
    """A stranger, no student, no time of somebody who handed in, two times; not staff, not who handed in nothing."""
    lines = ["1001,2026-01-05 12:00", "1001,2026-01-04 12:00", "1002,", "9,2026-01-05 12:00", ",2026-01-05 12:00"]
    (tmp_path / "t.csv").write_text("\n".join(["id,time", *lines, "ta7,2026-01-05 12:00", ""]))
    table = read_times(tmp_path / "t.csv", Roster(ROSTER.students, (RosterEntry("ta7", role="ta"),)))
    assert table.times == {"1001": NOON_S}
    found = {problem.file: problem.message for problem in table.find_problems({"1001", "1002"})}
    assert list(found) == ["t.csv line 3 (1001)", "t.csv line 4 (1002)", "t.csv line 5 (9)", "t.csv line 6 (nobody)"]
    assert "twice" in found["t.csv line 3 (1001)"]
    assert "no time" in found["t.csv line 4 (1002)"]
    assert "nobody of the class" in found["t.csv line 5 (9)"]
    assert "t.csv line 4 (1002)" not in {problem.file for problem in table.find_problems({"1001"})}


def test_without_a_roster_the_ids_are_taken(tmp_path: Path) -> None:
    """As they are, if they can be ids; who handed in nothing may be a slip."""
    (tmp_path / "t.csv").write_text("学号,提交时间\n7,2026-01-05 12:00:00\n../x,2026-01-05 12:00:00\n")
    table = read_times(tmp_path / "t.csv", None)
    assert table.times == {"7": NOON_S}
    assert [problem.file for problem in table.find_problems({"7"})] == ["t.csv line 3 (../x)"]
    assert [problem.file for problem in table.find_problems({"70"})] == ["t.csv line 2 (7)", "t.csv line 3 (../x)"]


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
