"""A roster is read from what spreadsheets write, and finds a student under any of the names that downloads use."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.submissions.roster import Roster, RosterEntry, load_roster, read_roster


@pytest.fixture
def roster() -> Roster:
    return Roster((RosterEntry("1001", "Ann Lee", "ann@x.edu", "A"), RosterEntry("1002", "张三", "zs@x.edu", "A")))


@pytest.mark.parametrize("name", ["1001", "Ann Lee", "Lee, Ann", "leeann", "ANN@x.edu", "ann", "ＡＮＮ　ＬＥＥ"])
def test_a_student_has_many_names(roster: Roster, name: str) -> None:
    """Id, email, and the name in either order, width and case."""
    found = roster.find([name])
    assert found is not None
    assert found.id == "1001"


def test_a_name_that_fits_two_fits_nobody(tmp_path: Path) -> None:
    """Two students of one name are told apart by their ids only."""
    path = tmp_path / "r.csv"
    path.write_text("id,name\n1,Li Wei\n2,Li Wei\n")
    roster = read_roster(path)
    assert roster.find(["Li Wei"]) is None
    assert roster.find(["Li Wei", "2"]) is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_rosters_come_from_excel(tmp_path: Path, encoding: str) -> None:
    """Chinese headers, byte order marks, GBK, UTF-16 with tabs."""
    path = tmp_path / "r.csv"
    text = "学号,姓名,班级\n1,张三,A\n,,\n"
    path.write_bytes((text.replace(",", "\t") if encoding == "utf-16" else text).encode(encoding))
    (student,) = read_roster(path).students
    assert (student.id, student.name, student.section) == ("1", "张三", "A")


@pytest.mark.parametrize("text", ["name\nAnn\n", "id\n1\n1\n", "id\n../x\n", "id\n.x\n", "id,name\n,Ann\n"])
def test_a_wrong_roster_is_refused(tmp_path: Path, text: str) -> None:
    """No id column, an id twice, an id that is no folder's name, a line without an id."""
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(CourseError) as caught:
        read_roster(tmp_path / "r.csv")
    assert caught.value.hint


def test_the_course_has_a_roster_or_none(tmp_path: Path) -> None:
    """gradebook/roster.csv is read if it is there; a roster that is named must be."""
    course = Course(tmp_path)
    assert load_roster(course) is None
    with pytest.raises(CourseError, match="cannot be read"):
        load_roster(course, tmp_path / "none.csv")
    course.gradebook.mkdir()
    (course.gradebook / "roster.csv").write_text("id\n1\n")
    assert load_roster(course) == Roster((RosterEntry("1"),))
