"""A roster is read from what spreadsheets write, and finds a student under any of the names that downloads use."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize("text", ["name\nAnn\n", "name\n", "id\n1\n1\n", "id\n../x\n", "id\n.x\n", "id,name\n,Ann\n"])
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


CLASS = "id,name,section\n001,Ann Lee,A\n002,张三,B\n"
BOTH = [("001", "Ann Lee", "A"), ("002", "张三", "B")]


def read(path: Path, data: bytes) -> list[tuple[str, str, str]]:
    (path / "r.csv").write_bytes(data)
    return [(student.id, student.name, student.section) for student in read_roster(path / "r.csv").students]


@pytest.mark.parametrize(
    "text",
    [
        CLASS.replace("\n", "\r"),
        CLASS.replace(",", ";"),
        "sep=;\r\n" + CLASS.replace(",", ";").replace("\n", "\r\n"),
        '"sep=|"\n' + CLASS.replace(",", "|"),
        CLASS.replace(",", "，"),
        CLASS.replace("001", '"=""001"""').replace("002", '="002"'),
        "\ufeff"
        + CLASS.replace("001", "\u200b001\u200d").replace("002", "0\u00ad02\ufeff\u00a0").replace("id", "\u200eID "),
    ],
    ids=["CR", "semicolons", "sep=;", "sep=|", "full-width commas", "formulas", "signs without width"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_roster_may_come_from_any_spreadsheet(tmp_path: Path, text: str, encoding: str) -> None:
    """Line ends of an old Mac, separators of other countries, ids kept as text, invisible signs, any Unicode."""
    assert read(tmp_path, text.encode(encoding)) == BOTH


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["José Müller", "Zoë Ångström", "Renée d’Été"]),
        ("cp1252", ["Jürgen Groß"]),
        ("big5", ["張三豐", "陳美麗", "林志玲"]),
        ("big5", ["王小明"]),
        ("gb18030", ["张三", "欧阳娜娜", "李雷"]),
        ("gb18030", ["李娜"]),
        ("gb18030", ["張三豐 (繁體)", "王小明"]),
    ],
)
def test_an_old_encoding_is_known_by_what_makes_sense(tmp_path: Path, encoding: str, names: list[str]) -> None:
    """Western Europe's, and both of Chinese: a name never becomes another one."""
    text = "id;name\r\n" + "".join(f"{number};{name}\r\n" for number, name in enumerate(names))
    assert [name for _, name, _ in read(tmp_path, text.encode(encoding))] == names


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id,name\n1,Ann\n2.026E+09,Bob\n", "line 3: '2.026E"),
        (b"sep=;\nid;name\n1;Ann\n\n2,026E+09;Bob\n", "line 5: '2,026E"),
        (b"id\n2026001.0\n", "line 2: '2026001.0'"),
        (b"id\n########\n", "line 2: '########'"),
        ("id,name\n1,Ann\n1\u200b,Bob\n".encode(), "line 3: '1' is there twice"),
        (b"id,name,email,section\n1,Ann,a@x,B\n\n2,Lee, Cy,c@x,B\n", "line 4 has 5 cells, and the table has 4 columns"),
        (b"id\n1\n2,Bob\n", "line 3 has 2 cells"),
        (b'id,name\n1,"Ann\n2,Bob\n', "line 3: its quotation marks"),
        (b"id,name\n1,A\0nn\n", "is not text"),
        (b"", "is empty"),
    ],
)
def test_what_a_spreadsheet_spoiled_is_named_by_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    """An id that was shortened to a number is nobody's; no student is swallowed by a quotation mark."""
    with pytest.raises(CourseError, match=re.escape(said)) as caught:
        read(tmp_path, data)
    assert caught.value.hint


def test_surplus_cells_that_are_empty_are_nothing(tmp_path: Path) -> None:
    """Spreadsheets write separators to the widest line; a name in quotation marks is one cell."""
    assert read(tmp_path, b'id,name,section\n1,"Lee, Ann",A,,\n2,Bob,B, ,\n,,,,\n') == [
        ("1", "Lee, Ann", "A"),
        ("2", "Bob", "B"),
    ]


def test_staff_is_in_the_roster_and_not_in_the_class(tmp_path: Path) -> None:
    """A role sets TAs and instructors apart, in both languages; who is no student is never missing or graded."""
    path = tmp_path / "roster.csv"
    path.write_text("学号,姓名,班级,角色\n1,甲,A,\n2,乙,A,助教\n3,丙,,Instructor\n4,丁,B,student\n", encoding="utf-8")
    roster = read_roster(path)
    assert [one.id for one in roster.students] == ["1", "4"]
    assert [(one.id, one.role) for one in roster.staff] == [("2", "ta"), ("3", "instructor")]


def test_a_role_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    """A misspelt role must make nobody a student, and nobody a TA."""
    path = tmp_path / "roster.csv"
    path.write_text("id,role\n1,tutor\n")
    with pytest.raises(CourseError, match="line 2: 'tutor' is no role"):
        read_roster(path)
