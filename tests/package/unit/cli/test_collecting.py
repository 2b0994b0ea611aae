"""`autograder collect` says what was done in a line, and what needs a person in one line each."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from autograder.cli.main import main
from autograder.course import Course, load_lesson
from autograder.gradebook import tables

REPOSITORY = Course(Path(__file__).resolve().parents[4])
LESSON = REPOSITORY.lesson_names()[0]
NOTEBOOK = load_lesson(REPOSITORY, LESSON).notebooks[0].name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    shutil.copytree(REPOSITORY.solutions / LESSON, root / "solutions" / LESSON)
    shutil.copy(REPOSITORY.root / "nbgrader_config.py", root)
    return root


def pack(path: Path, files: Mapping[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return str(path)


def collect(root: Path, *arguments: str) -> int:
    return main(["collect", LESSON, *arguments, "--root", str(root)])


def stamp(root: Path, student: str) -> str:
    return (root / "gradebook" / "submitted" / student / LESSON / "timestamp.txt").read_text()


def test_a_class_is_one_line(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forty notebooks, one line; each of them only if it is asked for."""
    path = pack(tmp_path / "submissions.zip", {f"s{n}/{NOTEBOOK}.ipynb": b"{}" for n in range(40)})
    assert collect(root, path) == 0
    printed = capsys.readouterr()
    assert printed.out == "40 notebooks collected of 40 students, 0 were there already\n"
    assert printed.err == ""
    assert collect(root, path, "--verbose") == 0
    shown = capsys.readouterr().out.splitlines()
    assert f"there already: s7/{NOTEBOOK}" in shown
    assert shown[-1] == "0 notebooks collected, 40 were there already"


def test_the_course_itself_is_no_download(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Solutions become nobody's work, whichever way the folder is named; a download in the gradebook is one."""
    monkeypatch.chdir(root)
    (tmp_path / "link").symlink_to(root)
    folders = (".", "..", str(root), f"{tmp_path}/link", "gradebook", "gradebook/autograded", "tests", "assignments")
    files = ("solutions", f"solutions/{LESSON}", f"solutions/{LESSON}/{NOTEBOOK}.ipynb")
    for path in (*folders, *files):
        assert collect(root, path) == 1, path
        assert capsys.readouterr().err == (
            f"error: {Path(path)}: this is the course's own, and nobody handed it in\n"
            "hint: name the download: a file, a folder or a zip\n"
        )
    assert not (root / "gradebook").exists()
    download = root / "gradebook" / "downloaded" / LESSON / "archive"
    download.mkdir(parents=True)
    path = pack(download / "submissions.zip", {f"ann/{NOTEBOOK}.ipynb": b"{}"})
    for one in (path, str(root / "gradebook" / "downloaded")):
        assert collect(root, one) == 0
    assert (root / "gradebook" / "submitted" / "ann" / LESSON / f"{NOTEBOOK}.ipynb").exists()


def test_files_that_are_no_notebooks_are_named(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line for each student; who handed in nothing else needs a person."""
    files = {
        f"ann/{NOTEBOOK}.ipynb": b"{}",
        "ann/report.pdf": b"",
        **{f"ann/{n}.png": b"" for n in range(9)},
        "bob/answers.py": b"",
        "readme.html": b"",
    }
    assert collect(root, pack(tmp_path / "submissions.zip", files)) == 3
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1:] == [
        "not collected, no notebooks: readme.html",
        "not collected, no notebooks: ann: report.pdf, 0.png, 1.png, 2.png, 3.png and 5 more",
        "not collected, no notebooks: bob: answers.py",
    ]
    assert "answers.py: bob handed in no notebook" in printed.err


def test_a_table_gives_the_times(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Canvas says who is late and not when: without a table that is said; with one, its times are the timestamps."""
    files = {f"ann_LATE_7_1_{NOTEBOOK}.ipynb": b"1", f"bob_8_2_{NOTEBOOK}.ipynb": b"1"}
    path = pack(tmp_path / "submissions.zip", files)
    assert collect(root, path) == 0
    assert "late, as Canvas marked: 7;" in capsys.readouterr().err
    assert not list((root / "gradebook").rglob("timestamp.txt"))
    (tmp_path / "times.csv").write_text("id,time\n7,2026-01-05 20:00:00 +0800\n8,2026-01-04 12:00:00\n")
    assert collect(root, path, "--times", str(tmp_path / "times.csv")) == 0
    assert capsys.readouterr().err == ""
    assert (stamp(root, "7"), stamp(root, "8")) == ("2026-01-05 12:00:00 UTC\n", "2026-01-04 12:00:00 UTC\n")
    (tmp_path / "times.csv").write_text("id,time\n7,2026-01-03 12:00:00\n")
    collect(root, path, "--times", str(tmp_path / "times.csv"))
    assert stamp(root, "7") == "2026-01-03 12:00:00 UTC\n"


def test_a_table_of_times_says_whose_it_took(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The class of the roster may be in it as a whole; a line of nobody needs a person, and the rest is taken."""
    (root / "gradebook").mkdir()
    (root / "gradebook" / "roster.csv").write_text("id\nann\nbob\n")
    path = pack(tmp_path / "submissions.zip", {f"ann/{NOTEBOOK}.ipynb": b"{}"})
    (tmp_path / "times.csv").write_text("id,time\nann,2026-01-05 12:00\nbob,2026-01-05 12:00\nanne,2026-01-05 12:00\n")
    assert collect(root, path, "--times", str(tmp_path / "times.csv")) == 3
    printed = capsys.readouterr()
    assert "times of 1 student taken from times.csv" in printed.out
    assert "needs a person: times.csv line 4 (anne): fits nobody of the class" in printed.err
    assert "line 3" not in printed.err
    assert stamp(root, "ann") == "2026-01-05 12:00:00 UTC\n"


@pytest.mark.parametrize("time", ["2026-01-06 10:00", "Jan 6, 2026 10:00 AM", "2026-01-05 21:00 -05:00"])
@pytest.mark.parametrize("zone", ["+0800", "Asia/Shanghai"])
def test_the_zone_is_also_that_of_a_table(root: Path, tmp_path: Path, time: str, zone: str) -> None:
    """A time of the table that says no zone is in the one that is given; its own zone counts first."""
    path = pack(tmp_path / "submissions.zip", {f"ann/{NOTEBOOK}.ipynb": b"{}"})
    (tmp_path / "times.csv").write_text(f'id,time\nann,"{time}"\n')
    assert collect(root, path, "--times", str(tmp_path / "times.csv"), "--zone", zone) == 0
    assert stamp(root, "ann") == "2026-01-06 02:00:00 UTC\n"


@pytest.mark.parametrize("text", ["id,name\n", "id,name,role\ntim,Tim,ta\n", "id,name\n,\n"])
def test_a_roster_without_students_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """It is no empty class, of which all files would be somebody else's."""
    (root / "gradebook").mkdir()
    (root / "gradebook" / "roster.csv").write_text(text)
    path = pack(tmp_path / "submissions.zip", {f"ann/{NOTEBOOK}.ipynb": b"{}"})
    assert collect(root, path) == 1
    assert "roster.csv: has no students" in capsys.readouterr().err
    (tmp_path / "more.csv").write_text("id,days\nann,1\n")
    assert main(["due", LESSON, "--extensions", str(tmp_path / "more.csv"), "--root", str(root)]) == 1
    assert "roster.csv: has no students" in capsys.readouterr().err


def test_a_class_that_is_late_as_a_whole_is_said_aloud(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The times are those of the download, most likely; with one student in time, nothing is said."""
    (root / "gradebook").mkdir()
    engine = create_engine(f"sqlite:///{root / 'gradebook' / 'gradebook.db'}")
    tables.METADATA.create_all(engine)
    with engine.begin() as connection:
        row = {"id": "1", "name": LESSON, "duedate": datetime(2026, 1, 5, 12)}
        connection.execute(tables.assignments.insert().values(row))
    for day, is_said in ((6, True), (4, False)):
        for name in ("ann", "bob", "cat"):
            time = f"2026-01-0{day if name == 'cat' else 6} 12:00:00 UTC"
            path = tmp_path / f"inbound{day}" / f"{name}+{LESSON}+{time}" / f"{NOTEBOOK}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(b"{}")
        shutil.rmtree(root / "gradebook" / "submitted", ignore_errors=True)
        assert collect(root, str(tmp_path / f"inbound{day}"), "--class") == 0
        assert ("EVERYBODY IS LATE: all 3 students" in capsys.readouterr().err) is is_said


def test_a_clock_without_a_zone_is_said(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blackboard writes no zone: this machine's is taken and named, or the one that is given."""
    path = pack(tmp_path / "submissions.zip", {f"{LESSON}_ann_attempt_2027-01-01-12-00-00_{NOTEBOOK}.ipynb": b"{}"})
    assert collect(root, path, "--class") == 0
    assert "times of Blackboard say no zone, and were read in this machine's (UTC" in capsys.readouterr().out
    shutil.rmtree(root / "gradebook")
    assert collect(root, path, "--class", "--zone", "+0800") == 0
    assert "zone" not in capsys.readouterr().out
    assert stamp(root, "ann") == "2027-01-01 04:00:00 UTC\n"
    assert collect(root, path, "--zone", "CST") == 1
    assert "--zone: 'CST': the time zone CST may mean several" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,days\nann,1\nbob,2\nann,3\n", "line 4: ann is there twice"),
        ("id,days\nann,1\nbob,soon\n", "line 3: 'soon' is no number of days"),
        ("id,days\nann,-1\n", "line 2: '-1' is no number of days"),
        ("id,days\nann,1\ncat,2\n", "line 3: 'cat' is nobody of the class"),
        ("id,days\n,2\n", "line 2: names no student"),
    ],
)
def test_a_table_of_extensions_is_taken_whole_or_not_at_all(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, said: str
) -> None:
    """A line that cannot be meant is named."""
    (root / "gradebook").mkdir()
    (root / "gradebook" / "roster.csv").write_text("id,name\nann,Ann\nbob,Bob\n")
    (tmp_path / "more.csv").write_text(table)
    assert main(["due", LESSON, "--extensions", str(tmp_path / "more.csv"), "--root", str(root)]) == 1
    assert said in capsys.readouterr().err
    assert not (root / "gradebook" / "gradebook.db").exists()


@pytest.mark.parametrize("days", ["inf", "nan", "99999999", "-1", "1e2", "soon", ""])
def test_an_extension_is_a_number_of_days(root: Path, capsys: pytest.CaptureFixture[str], days: str) -> None:
    """As in a table: what is none, or too many, is refused in one line, and nothing is entered."""
    assert main(["due", LESSON, "--student", "ann", "--days", days, "--root", str(root)]) == 1
    printed = capsys.readouterr().err
    assert f"--days: {days!r} is no number of days" in printed
    assert "from 0" in printed
    assert not (root / "gradebook" / "gradebook.db").exists()


@pytest.mark.parametrize(
    "when", ["2026-01-05", "2026-01-05 +08:00", "Jan 5, 2026", "2026年1月5日", "5 January 2026 +0800"]
)
def test_a_due_date_needs_a_time(root: Path, capsys: pytest.CaptureFixture[str], when: str) -> None:
    """A day alone would end as it begins: it is refused, and the hint shows its last minute, in the same zone."""
    assert main(["due", LESSON, when, "--root", str(root)]) == 1
    printed = capsys.readouterr().err
    assert f"{when!r} is a day without a time" in printed
    assert f'2026-01-05 23:59{when[when.index(" +") :] if "+" in when else ""}"' in printed
    assert not (root / "gradebook" / "gradebook.db").exists()


@pytest.mark.parametrize("when", ["2026-01-05 00:00", "Jan 5, 2026 12 AM", "2026年1月5日0:00", "2026-01-04 24:00"])
def test_midnight_is_a_time(root: Path, capsys: pytest.CaptureFixture[str], when: str) -> None:
    """Who writes it means it."""
    assert main(["due", LESSON, when, "--root", str(root)]) == 0
    assert "is due 2026-01-05 00:00:00 UTC" in capsys.readouterr().out


@pytest.mark.parametrize("when", ["2026-01-05 23:59 CST", "05/01/2026 23:59", "23:59", "tomorrow"])
def test_a_due_date_that_may_be_several_is_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str], when: str
) -> None:
    """It is not set, and the hint says how to write it."""
    assert main(["due", LESSON, when, "--root", str(root)]) == 1
    printed = capsys.readouterr()
    assert when in printed.err
    assert "+0800" in printed.err
    assert printed.out == ""
