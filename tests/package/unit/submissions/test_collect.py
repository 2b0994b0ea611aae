"""Downloads become gradebook/submitted/: the right student, the newest version, nothing lost, nothing trusted."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.submissions.archive import open_download
from autograder.submissions.collect import Collection, collect_files
from autograder.submissions.found import Budget, FoundFile, FoundFolder
from autograder.submissions.owners import System
from autograder.submissions.problems import Problem
from autograder.submissions.roster import Roster, read_roster
from autograder.submissions.zips import MOST_ENTRIES, Shelf

ROSTER = "id,name,email,section\n1001,Ann Lee,ann@x.edu,A\n1002,张三,zs@x.edu,A\n1003,Bo Mary Gates,bo@x.edu,B\n"
NOON = (2026, 1, 5, 12, 0, 0)


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    cells = (SourceCell(0, "code", "", "a", is_solution=True),)
    notebooks = tuple(SourceNotebook(name, Path(name), cells, None, "") for name in ("gates", "layers"))
    return Lesson("l9", Course(tmp_path / "course"), notebooks)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8-sig")
    return read_roster(path)


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a zip of (name, bytes) or (name, bytes, date_time)."""

    def make(*entries: tuple[object, ...], name: str = "submissions.zip") -> Path:
        path = tmp_path / name
        path.write_bytes(zip_bytes(*entries))
        return path

    return make


def zip_bytes(*entries: tuple[object, ...]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = entry[0] if isinstance(entry[0], zipfile.ZipInfo) else zipfile.ZipInfo(str(entry[0]), NOON)
            if len(entry) > 2:
                info.date_time = entry[2]
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entry[1])
    return buffer.getvalue()


def submitted(lesson: Lesson) -> dict[str, bytes]:
    """Every file that was collected, by student/name."""
    root = lesson.course.submitted
    return {f"{p.parent.parent.name}/{p.name}": p.read_bytes() for p in sorted(root.glob("*/l9/*.ipynb"))}


def problems(report: Collection) -> list[str]:
    assert all(problem.hint for problem in report.problems)
    return [problem.message for problem in report.problems]


def stamp(lesson: Lesson, student: str) -> str:
    return (lesson.course.submitted / student / "l9" / "timestamp.txt").read_text()


def local(date_time: tuple[int, ...]) -> str:
    """The UTC text of a zip's local time."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC\n", time.gmtime(time.mktime((*date_time, 0, 0, -1))))


# --- what the systems write ----------------------------------------------------------------------------------------


def test_canvas(lesson: Lesson, roster: Roster, make_zip: Callable[..., Path]) -> None:
    """Name, LATE mark, ids and version are read off the file name; the newest upload counts; the zip's time does not."""
    path = make_zip(
        ("leeann_77_5001_gates.ipynb", b"old", (2026, 1, 5, 13, 0, 0)),
        ("leeann_LATE_77_5002_gates-1.ipynb", b"new", NOON),
        ("gatesbomary_78_5003_layers.ipynb", b"bo", NOON),
    )
    report = collect_files(lesson, [path], roster)
    assert submitted(lesson) == {"1001/gates.ipynb": b"new", "1003/layers.ipynb": b"bo"}
    assert not (lesson.course.submitted / "1001" / "l9" / "timestamp.txt").exists()
    assert report.late == ["1001/gates"]
    assert [student.id for student in report.missing] == ["1002"]
    assert problems(report) == []
    assert len(report.older) == 1


def test_moodle(lesson: Lesson, roster: Roster, make_zip: Callable[..., Path]) -> None:
    """Files in a student's folder, and files whose name begins with the student's."""
    path = make_zip(
        ("Ann Lee_7001_assignsubmission_file_/gates.ipynb", b"1"),
        ("张三_7002_assignsubmission_file_gates.ipynb", b"2"),
        ("张三_7002_assignsubmission_onlinetext_/onlinetext.html", b"<p>"),
    )
    assert problems(collect_files(lesson, [path], roster)) == []
    assert submitted(lesson) == {"1001/gates.ipynb": b"1", "1002/gates.ipynb": b"2"}


def test_gradescope(lesson: Lesson, roster: Roster, make_zip: Callable[..., Path]) -> None:
    """Owners and time come from the metadata; a group's file is each member's; without an entry nobody is guessed."""
    metadata = """---
submission_11:
  :submitters:
  - :name: Ann Lee
    :sid: '1001'
    :email: ann@x.edu
  - :name: 张三
    :sid:
    :email: zs@x.edu
  :created_at: 2026-01-05 11:59:00.123456789 -08:00
  :history:
  - :id: 3
    :created_at: 2026-01-01 00:00:00.000000000 Z
"""
    path = make_zip(
        ("assignment_9_export/submission_metadata.yml", metadata.encode()),
        ("assignment_9_export/submission_11/gates.ipynb", b"both"),
        ("assignment_9_export/submission_12/gates.ipynb", b"whose"),
    )
    report = collect_files(lesson, [path], roster)
    assert submitted(lesson) == {"1001/gates.ipynb": b"both", "1002/gates.ipynb": b"both"}
    assert stamp(lesson, "1002") == "2026-01-05 19:59:00 UTC\n"
    assert problems(report) == ["whose it is cannot be told"]


def test_plain_folders_without_a_roster(lesson: Lesson, tmp_path: Path) -> None:
    """A folder per student, a zip per student, nbgrader's own exchange; hidden copies and other files are left alone."""
    root = tmp_path / "downloads"
    for name in (
        "ann/gates.ipynb",
        "ann/.ipynb_checkpoints/gates-checkpoint.ipynb",
        "ann/notes.txt",
        "bo/l9/gates (1).ipynb",
        "eve+l9+2026-01-05 12:00:00.5 UTC+abc/gates.ipynb",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    (root / "carl_l9.zip").write_bytes(zip_bytes(("l9/layers.ipynb", b"carl"), ("__MACOSX/l9/._layers.ipynb", b"x")))
    report = collect_files(lesson, [root], None)
    assert problems(report) == []
    assert sorted(submitted(lesson)) == ["ann/gates.ipynb", "bo/gates.ipynb", "carl/layers.ipynb", "eve/gates.ipynb"]
    assert stamp(lesson, "eve") == "2026-01-05 12:00:00 UTC\n"
    saved = (root / "ann" / "gates.ipynb").stat().st_mtime
    assert (lesson.course.submitted / "ann" / "l9" / "gates.ipynb").stat().st_mtime == pytest.approx(saved)


def test_folders_around_the_class_are_nobody(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """A zip of a folder of folders: the students are where the paths part, however deep their own folders go."""
    path = make_zip(("all/l9/ann/drafts/gates.ipynb", b"1"), ("all/l9/bo/gates.ipynb", b"2"), ("all/gates.ipynb", b"3"))
    collect_files(lesson, [path], None)
    assert "all/gates.ipynb" not in submitted(lesson)
    path = make_zip(("all/l9/ann/drafts/gates.ipynb", b"1"), ("all/l9/bo/gates.ipynb", b"2"))
    assert problems(collect_files(lesson, [path], None)) == []
    assert submitted(lesson) == {"ann/gates.ipynb": b"1", "bo/gates.ipynb": b"2"}


def test_one_students_folder_and_loose_files(lesson: Lesson, roster: Roster, tmp_path: Path) -> None:
    """A folder given by itself is its student's; loose files need the roster, and are refused without one."""
    for name in ("ann/gates.ipynb", "loose/张三-gates.ipynb", "loose/layers_1003_final.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    assert problems(collect_files(lesson, [tmp_path / "ann"], None)) == []
    assert list(submitted(lesson)) == ["ann/gates.ipynb"]
    assert problems(collect_files(lesson, [tmp_path / "loose"], None)) == ["whose it is cannot be told"] * 2
    shutil.rmtree(lesson.course.submitted)
    assert problems(collect_files(lesson, [tmp_path / "ann", tmp_path / "loose"], roster)) == []
    assert list(submitted(lesson)) == ["1001/gates.ipynb", "1002/gates.ipynb", "1003/layers.ipynb"]


# --- the roster ----------------------------------------------------------------------------------------------------


def test_strangers_and_missing_students_are_named(
    lesson: Lesson, roster: Roster, make_zip: Callable[..., Path]
) -> None:
    """A file of somebody who is not in the class is left out and said; so is who has nothing there."""
    report = collect_files(lesson, [make_zip(("x/Eve Black/gates.ipynb", b"1"))], roster)
    assert "nobody in the roster" in problems(report)[0]
    assert [student.id for student in report.missing] == ["1001", "1002", "1003"]
    assert submitted(lesson) == {}


# --- versions ------------------------------------------------------------------------------------------------------


def test_collecting_twice_changes_nothing(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Same downloads, same folder, to the byte and the time."""
    path = make_zip(("ann/gates.ipynb", b"1"), ("ann/layers.ipynb", b"2", (2026, 1, 6, 1, 0, 0)))

    def state() -> list[tuple[str, bytes, float]]:
        files = sorted(lesson.course.submitted.rglob("*.*"))
        return [(str(file), file.read_bytes(), file.stat().st_mtime) for file in files]

    collect_files(lesson, [path], None)
    before = state()
    report = collect_files(lesson, [path, path], None)
    assert state() == before
    assert (report.written, len(report.unchanged)) == ([], 2)
    assert stamp(lesson, "ann") == local((2026, 1, 6, 1, 0, 0))


def test_an_older_version_never_overwrites_a_newer_one(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """In whatever order the downloads come."""
    old = make_zip(("ann/gates.ipynb", b"old", NOON), name="submissions.zip")
    new = make_zip(("ann/gates.ipynb", b"new", (2026, 1, 6, 12, 0, 0)), name="submissions (1).zip")
    for paths in ([old], [new], [old], [old, new], [new, old]):
        report = collect_files(lesson, paths, None)
    assert submitted(lesson) == {"ann/gates.ipynb": b"new"}
    assert stamp(lesson, "ann") == local((2026, 1, 6, 12, 0, 0))
    assert report.older == ["submissions.zip: ann/gates.ipynb"]


def test_what_cannot_be_ordered_is_not_guessed(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Two that differ with one time, and a file without a time against one that is there."""
    one = make_zip(("ann/gates.ipynb", b"1"), name="submissions.zip")
    two = make_zip(("ann/gates.ipynb", b"2"), name="submissions (1).zip")
    assert problems(collect_files(lesson, [one, two], None)) == ["two files differ and are equally new"]
    assert submitted(lesson) == {}
    collect_files(lesson, [one], None)
    timeless = make_zip(("ann/gates.ipynb", b"3", (1980, 1, 1, 0, 0, 0)), name="submissions (2).zip")
    for path in (two, timeless):
        assert "which is newer cannot be told" in problems(collect_files(lesson, [path], None))[0]
    assert submitted(lesson) == {"ann/gates.ipynb": b"1"}


def test_an_extended_timestamp_is_utc(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Where a zip has the true time, its local time is not used."""
    info = zipfile.ZipInfo("ann/gates.ipynb", NOON)
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_767_614_400)
    collect_files(lesson, [make_zip((info, b"1"))], None)
    assert stamp(lesson, "ann") == "2026-01-05 12:00:00 UTC\n"


# --- zips of strangers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../ann/gates.ipynb", "/etc/gates.ipynb", "a/../../gates.ipynb", "C:\\x\\gates.ipynb", "..\\gates.ipynb"],
)
def test_names_that_lead_out_are_refused_and_the_rest_is_taken(
    lesson: Lesson, make_zip: Callable[..., Path], name: str
) -> None:
    """Traversal and absolute names, with either slash."""
    report = collect_files(lesson, [make_zip((name, b"evil"), ("x/ann/gates.ipynb", b"good"))], None)
    assert problems(report) == ["its name leads out of the folder"]
    assert list(submitted(lesson).values()) == [b"good"]


def test_links_and_devices_are_refused(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """An entry that says it is a link is not read as a file."""
    entries = []
    for kind in (stat.S_IFLNK, stat.S_IFIFO):
        info = zipfile.ZipInfo(f"x/k{kind}/gates.ipynb", NOON)
        info.external_attr = (kind | 0o777) << 16
        entries.append((info, b"/etc/passwd"))
    report = collect_files(lesson, [make_zip(*entries, ("x/ann/gates.ipynb", b"good"))], None)
    assert sorted(problems(report)) == ["it is a link", "it is not an ordinary file"]
    assert list(submitted(lesson).values()) == [b"good"]


def test_bombs_are_counted_while_they_are_read(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """60 MB of zeros, and a header that lies about it, cost little and are refused."""
    path = make_zip(
        ("x/eve/gates.ipynb", bytes(60 << 20)), ("x/bo/gates.ipynb", bytes(20 << 20)), ("x/ann/gates.ipynb", b"good")
    )
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(mark) + offset
        data[at : at + 4] = struct.pack("<I", 100)
    lying = path.with_name("lying.zip")
    lying.write_bytes(data)
    refused = "it unpacks to far more than it is"
    assert problems(collect_files(lesson, [path], None)) == [refused, refused]
    assert sorted(problems(collect_files(lesson, [lying], None, is_class=True))) == ["it is damaged", refused]
    assert submitted(lesson) == {"ann/gates.ipynb": b"good"}


def test_too_many_entries_are_refused_before_they_are_listed(lesson: Lesson, tmp_path: Path) -> None:
    """A directory of a hundred thousand names is not built."""
    path = tmp_path / "many.zip"
    path.write_bytes(b"PK\x01\x02" * (MOST_ENTRIES + 1))
    assert "more than" in problems(collect_files(lesson, [path], None))[0]


def test_one_zip_in_a_zip_is_read_and_no_more(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """A student's zip in the class's zip is usual; a third level is refused."""
    inner = zip_bytes(("work/gates.ipynb", b"1"))
    path = make_zip(("all/leeann_77_5001_lesson.zip", inner), ("all/eve.zip", zip_bytes(("deep.zip", inner))))
    report = collect_files(lesson, [path], None)
    assert submitted(lesson) == {"77/gates.ipynb": b"1"}
    assert problems(report) == ["it is a zip in a zip in a zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_for_two_files_is_refused(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Which one a program sees depends on the program; the same file twice is no harm."""
    path = make_zip(
        ("x/eve/gates.ipynb", b"1"), ("x/eve/gates.ipynb", b"2"), ("x/bo/gates.ipynb", b"3"), ("x/bo/gates.ipynb", b"3")
    )
    report = collect_files(lesson, [path], None)
    assert problems(report) == ["two different files have this name"]
    assert submitted(lesson) == {"bo/gates.ipynb": b"3"}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_chinese_names_without_a_mark_are_read(
    lesson: Lesson, roster: Roster, make_zip: Callable[..., Path], encoding: str
) -> None:
    """Windows and old tools write GBK or UTF-8 and do not say so."""
    path = make_zip(("x/PLACEHOLDER/gates.ipynb", b"1"))
    name = "张三".encode(encoding)
    path.write_bytes(path.read_bytes().replace(b"PLACEHOLDER", name.ljust(11, b"-")))
    assert problems(collect_files(lesson, [path], roster)) == []
    assert list(submitted(lesson)) == ["1002/gates.ipynb"]


def test_encrypted_truncated_and_foreign_archives_are_refused(
    lesson: Lesson, make_zip: Callable[..., Path], tmp_path: Path
) -> None:
    """Each is named with a remedy, and the good zip beside them is taken."""
    good = make_zip(("x/ann/gates.ipynb", b"good" * 100), ("x/bo/gates.ipynb", os.urandom(3000)))
    data = good.read_bytes()
    locked = bytearray(data)
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    damaged = bytearray(data)
    at = damaged.rfind(b"PK\x03\x04")
    damaged[at + 60 : at + 80] = bytes(20)
    for name, content in (
        ("1locked", bytes(locked)),
        ("2damaged", bytes(damaged)),
        ("3truncated", data[:-200]),
        ("4empty", b""),
        ("5text", b"not a zip"),
    ):
        (tmp_path / f"{name}.zip").write_bytes(content)
    (tmp_path / "6.rar").write_bytes(b"Rar!")
    paths = [*sorted(tmp_path.glob("[0-9]*")), tmp_path / "7.zip", good]
    report = collect_files(lesson, paths, None, is_class=True)
    assert sorted(problems(report)) == [
        "it is damaged",
        "it is encrypted",
        *["it is not a whole zip"] * 3,
        "only zips are read",
        "there is no such file",
    ]
    assert len(submitted(lesson)) == 2


def test_links_in_folders_are_not_followed(lesson: Lesson, tmp_path: Path) -> None:
    """A link to a file, a link to a folder, a pipe: named, and not read."""
    folder = tmp_path / "d"
    (folder / "ann").mkdir(parents=True)
    (folder / "ann" / "gates.ipynb").symlink_to("/etc/passwd")
    (folder / "bo").symlink_to("/etc")
    os.mkfifo(folder / "ann" / "layers.ipynb")
    os.mkfifo(folder / "eve.zip")
    tree = open_download(folder, Shelf())
    assert isinstance(tree, FoundFolder)
    found = [item.read(Budget()) if isinstance(item, FoundFile) else item for item in tree.walk(Budget())]
    assert len([item for item in found if isinstance(item, Problem)]) == len(found) == 4


def test_a_file_that_is_no_notebook_of_the_lesson_is_named(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """It is not put where the grader would look for something else."""
    report = collect_files(lesson, [make_zip(("x/ann/homework.ipynb", b"{}"))], None)
    assert problems(report) in (["it is no notebook of l9"], ["whose it is cannot be told"])
    assert submitted(lesson) == {}


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_did(
    tmp_path: Path, make_zip: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 0 where all is well, 3 where something needs a person; names, remedies and missing students printed."""
    repository = Course(Path(__file__).resolve().parents[4])
    name = repository.lesson_names()[0]
    root = tmp_path / "course"
    shutil.copytree(repository.solutions / name, root / "solutions" / name)
    shutil.copy(repository.root / "nbgrader_config.py", root)
    notebook = next((root / "solutions" / name).glob("*.ipynb")).stem
    path = make_zip((f"leeann_77_5001_{notebook}.ipynb", b"1"))
    assert main(["collect", name, str(path), "--root", str(root), "--verbose"]) == 0
    assert f"collected: 77/{notebook}" in capsys.readouterr().out
    (root / "gradebook" / "roster.csv").write_text(ROSTER)
    strangers = [(f"eveblack_79_500{n}_{notebook}.ipynb", b"1") for n in range(7)]
    path = make_zip((f"leeann_77_5001_{notebook}.ipynb", b"1"), *strangers, ("leeann_77_5009_report.pdf", b"%PDF"))
    assert main(["collect", name, str(path), "--root", str(root)]) == 3
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "1 notebook collected of 1 student (1001), 0 were there already",
        "not collected, no notebooks: 1001: report.pdf",
        f"missing: 1002 张三, 1003 Bo Mary Gates: nothing of {name} is there",
    ]
    assert len(printed.err.splitlines()) == 2
    assert "and 2 more: 79 is nobody in the roster" in printed.err
    assert "hint:" in printed.err
    assert main(["collect", name, str(path), "--root", str(root), "--roster", str(tmp_path / "none.csv")]) == 1


# --- which of a student's files counts -----------------------------------------------------------------------------


def notebook_of(answer: str) -> bytes:
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "a"}}, "source": answer}
    return json.dumps({"cells": [cell]}).encode()


STUB, WORK = notebook_of("# YOUR CODE HERE\nraise NotImplementedError()"), notebook_of("a = 1")
LATER = (2026, 1, 6, 12, 0, 0)


@pytest.mark.parametrize("stub_time", [NOON, LATER])
def test_a_copy_with_answers_counts_and_a_person_is_told(
    lesson: Lesson, make_zip: Callable[..., Path], stub_time: tuple[int, ...]
) -> None:
    """The own file untouched, the work in a copy: the work is taken, whichever was saved last."""
    path = make_zip(("ann/gates.ipynb", STUB, stub_time), ("ann/gates-Copy1.ipynb", WORK, (2026, 1, 5, 14, 0, 0)))
    for _ in range(2):
        report = collect_files(lesson, [path], None)
        assert submitted(lesson) == {"ann/gates.ipynb": WORK}
        assert [("it holds no answers" in message) for message in problems(report)] == [True] * (stub_time == LATER)


def test_a_blank_never_replaces_answers_that_are_there(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Nor keeps answers out, whenever they were saved."""
    blank = make_zip(("ann/gates.ipynb", STUB, LATER), name="submissions.zip")
    work = make_zip(("ann/gates.ipynb", WORK, NOON), name="submissions (1).zip")
    for paths in ([blank], [work], [blank]):
        report = collect_files(lesson, paths, None)
    assert submitted(lesson) == {"ann/gates.ipynb": WORK}
    assert "which has answers, stays" in problems(report)[0]


def test_moodle_without_names_keeps_the_numbers(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Two participants are two students."""
    path = make_zip(
        ("Participant_12345_assignsubmission_file_/gates.ipynb", b"1"),
        ("Participant_12346_assignsubmission_file_/gates.ipynb", b"2"),
    )
    assert problems(collect_files(lesson, [path], None)) == []
    assert submitted(lesson) == {"Participant_12345/gates.ipynb": b"1", "Participant_12346/gates.ipynb": b"2"}


def test_the_newest_upload_is_read_first(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """Whatever the order in a zip: where a student's budget ends, the old uploads are what is left out."""
    path = make_zip(*((f"ann_7_{n}_gates.ipynb", str(n).encode()) for n in (3, 1, 5, 2)))
    report = collect_files(lesson, [path], None)
    assert submitted(lesson) == {"7/gates.ipynb": b"5"}
    assert [source[-15:-12] for source in report.older] == ["7_3", "7_2", "7_1"]


@pytest.mark.parametrize(
    "name",
    ["gates.ipynb的副本", "gates.json", "gates.txt", "gates", "gates.ipynb (2)", "gates 的副本.ipynb"],
)
def test_a_notebook_under_any_name_is_collected(lesson: Lesson, make_zip: Callable[..., Path], name: str) -> None:
    """If there surely is one in it."""
    path = make_zip((f"ann/{name}", WORK), ("ann/notes.json", b'{"a": 1}'), ("bo/layers.ipynb", b"1"))
    report = collect_files(lesson, [path], None)
    assert problems(report) == []
    assert submitted(lesson) == {"ann/gates.ipynb": WORK, "bo/layers.ipynb": b"1"}
    assert report.others == {"ann": ["notes.json"]}


def test_what_should_have_been_a_notebook_is_a_problem(
    lesson: Lesson, roster: Roster, make_zip: Callable[..., Path]
) -> None:
    """Beside other notebooks, alone, and loose, with the student's name or without."""
    path = make_zip(
        ("1001/gates.py", b"x = 1"),
        ("1001/layers.ipynb", b"1"),
        ("张三-gates.ipynb的副本", b"x"),
        ("gates.ipynb.html", b"<p>"),
    )
    report = collect_files(lesson, [path], roster)
    assert [(problem.file.split(": ")[-1], problem.message) for problem in report.problems] == [
        ("gates.ipynb.html", "whose it is cannot be told"),
        ("1001/gates.py", "it is no notebook, and gates.ipynb is not there"),
        ("张三-gates.ipynb的副本", "1002 handed in no notebook"),
    ]


def test_a_strange_notebook_is_never_to_be_renamed_over_another(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """The hint names only what is missing."""
    strange = ("ann/homework.ipynb", b"{}")
    report = collect_files(lesson, [make_zip(strange, ("ann/gates.ipynb", b"1"), ("bo/gates.ipynb", b"1"))], None)
    (problem,) = report.problems
    assert problem.hint.endswith("rename it: layers.ipynb")
    both = (("ann/gates.ipynb", b"1"), ("ann/layers.ipynb", b"1"))
    report = collect_files(lesson, [make_zip(strange, *both, ("bo/gates.ipynb", b"1"))], None)
    assert "rename" not in report.problems[0].hint


# --- numbers beside names, further systems --------------------------------------------------------------------------

NUMBERED = "id,name,email\n2026001,张三,zs@x.edu\n2026002,Ann Lee,ann@x.edu\n"


@pytest.fixture
def numbered(tmp_path: Path) -> Roster:
    (tmp_path / "numbered.csv").write_text(NUMBERED, encoding="utf-8")
    return read_roster(tmp_path / "numbered.csv")


@pytest.mark.parametrize(
    "name",
    ["2026001-张三", "张三_2026001_lab", "张三（2026001）", "2026001张三", "２０２６００１＿张三", "l9-张三-2026001"],
)
@pytest.mark.parametrize("has_roster", [True, False])
def test_a_number_and_a_name_are_one_student(
    lesson: Lesson, numbered: Roster, make_zip: Callable[..., Path], name: str, has_roster: bool
) -> None:
    """In either order, as a folder, a zip or a loose file: the number is the id."""
    path = make_zip(
        (f"{name}/gates.ipynb", b"1"), ("2026002-Ann Lee/gates.ipynb", b"2"), (f"{name}_layers.ipynb", b"3")
    )
    assert problems(collect_files(lesson, [path], numbered if has_roster else None)) == []
    assert submitted(lesson) == {
        "2026001/gates.ipynb": b"1",
        "2026001/layers.ipynb": b"3",
        "2026002/gates.ipynb": b"2",
    }


def test_a_number_and_a_name_that_contradict_each_other_need_a_person(
    lesson: Lesson, numbered: Roster, make_zip: Callable[..., Path]
) -> None:
    """A number that the roster has not, one of somebody else, two numbers, two names, a date: nothing is taken."""
    names = ("2026009-张三", "2026002-张三", "2026001-张三-2026002-Ann Lee")
    report = collect_files(lesson, [make_zip(*((f"{name}/gates.ipynb", b"1") for name in names))], numbered)
    assert len(problems(report)) == 3
    assert "2026009 is nobody in the roster, although 张三 is somebody" in problems(report)
    names = ("2026001-张三", "李四_2026001", "王五_20260105", "2026007-赵六-2026008-孙七")
    report = collect_files(lesson, [make_zip(*((f"{name}/gates.ipynb", b"1") for name in names))], None)
    assert sorted(problems(report)) == [
        "several names stand beside the number 2026001",
        "whose it is cannot be told",
        "whose it is cannot be told",
    ]
    assert submitted(lesson) == {}


SYSTEMS = {
    "Blackboard": (
        "l9_ann_attempt_2027-01-01-12-00-00_gates.ipynb",
        "l9_zs_attempt_2027-01-01-12-30-00_gates.ipynb",
    ),
    "Brightspace": (
        "12345-67890 - Ann Lee - Jan 1, 2027 1200 PM/gates.ipynb",
        "12346-67890 - 张三 - Jan 1, 2027 1230 PM/gates.ipynb",
    ),
    "ILIAS": ("Lee_Ann_ann_12345/gates.ipynb", "Zhang_San_zs_12346/gates.ipynb"),
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("has_roster", [True, False])
def test_further_systems(
    lesson: Lesson, numbered: Roster, make_zip: Callable[..., Path], system: str, has_roster: bool
) -> None:
    """Blackboard with its texts, Brightspace with its index, ILIAS; a time without a zone is of the zone that is said."""
    ann, zhang = SYSTEMS[system]
    texts = (("l9_ann_attempt_2027-01-01-12-00-00.txt", b"Name: Ann Lee (ann)"),) if system == "Blackboard" else ()
    path = make_zip((ann, b"1"), (zhang, b"2"), ("index.html", b"<p>"), *texts)
    zone = timezone(timedelta(hours=8))
    report = collect_files(lesson, [path], numbered if has_roster else None, zone=zone)
    assert problems(report) == []
    assert report.others == {"": ["index.html"]}
    first, second = ("2026002", "2026001") if has_roster else ("Ann Lee", "张三") if "Ann Lee" in ann else ("ann", "zs")
    assert submitted(lesson) == {f"{first}/gates.ipynb": b"1", f"{second}/gates.ipynb": b"2"}
    assert report.clocks == ({System(system)} if system != "ILIAS" else set())
    if system == "ILIAS":
        assert not list(lesson.course.submitted.glob("*/*/timestamp.txt"))
    else:
        assert stamp(lesson, first) == "2027-01-01 04:00:00 UTC\n"


def test_blackboards_newest_attempt_counts(lesson: Lesson, make_zip: Callable[..., Path]) -> None:
    """By the time in the name, whatever the zip says; a text alone is no notebook."""
    path = make_zip(
        ("l9_ann_attempt_2027-01-02-12-00-00_gates.ipynb", b"new"),
        ("l9_ann_attempt_2027-01-01-12-00-00_gates.ipynb", b"old", (2028, 1, 1, 0, 0, 0)),
        ("l9_bob_attempt_2027-01-02-12-00-00.txt", b"Name: Bob"),
    )
    report = collect_files(lesson, [path], None)
    assert submitted(lesson) == {"ann/gates.ipynb": b"new"}
    assert problems(report) == ["bob handed in no notebook"]


@pytest.mark.parametrize(("title", "is_sure"), [("l9", True), ("L-9", True), ("Week 1", False)])
def test_blackboards_user_may_have_an_underscore(
    lesson: Lesson, make_zip: Callable[..., Path], title: str, is_sure: bool
) -> None:
    """Where the assignment is called as the lesson is, the rest is the user; else that cannot be told without a roster."""
    path = make_zip((f"{title}_ann_lee_attempt_2027-01-01-12-00-00_gates.ipynb", b"1"))
    report = collect_files(lesson, [path], None, is_class=True)
    assert list(submitted(lesson)) == (["ann_lee/gates.ipynb"] if is_sure else [])
    assert ["cannot be told" in message for message in problems(report)] == ([] if is_sure else [True])


# --- the time that nbgrader wrote ------------------------------------------------------------------------------------


def write_all(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_nbgraders_timestamp_is_kept(lesson: Lesson, tmp_path: Path) -> None:
    """Of a folder submitted/, and of the exchange where its names say no time; the files' own times do not count."""
    files = {
        "submitted/ann/l9/gates.ipynb": b"1",
        "submitted/ann/l9/timestamp.txt": "2026-01-05 20:00:00 +0800".encode("utf-16"),
        "inbound/bob+l9+2026-01-05 20:00:00 CST+x/gates.ipynb": b"2",
        "inbound/bob+l9+2026-01-05 20:00:00 CST+x/timestamp.txt": b"2026-01-05 12:00:00.5 UTC",
    }
    root = write_all(tmp_path / "dl", files)
    for _ in range(2):
        report = collect_files(lesson, [root / "submitted", root / "inbound"], None)
        assert (report.problems, report.others) == ([], {})
    assert stamp(lesson, "ann") == stamp(lesson, "bob") == "2026-01-05 12:00:00 UTC\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("submitted/ann/l9", b"2026-01-05 20:00:00 CST", "the time zone CST may mean several"),
        ("submitted/ann/l9", b"soon", "'soon' is no time"),
        ("inbound/ann+l9+2026-01-05 20:00:00 HKT", b"", "is no time"),
        ("inbound/ann+l9+2026-01-05 20:00:00 HKT", None, "the time zone HKT may mean several"),
    ],
)
def test_a_time_that_is_not_sure_is_asked_about(
    lesson: Lesson, tmp_path: Path, name: str, text: bytes | None, said: str
) -> None:
    """No time is written, least of all the file's own; whoever knows gives it."""
    files = {f"{name}/gates.ipynb": b"1"} | ({} if text is None else {f"{name}/timestamp.txt": text})
    root = write_all(tmp_path / "dl", files)
    report = collect_files(lesson, sorted(root.iterdir()), None)
    assert said in problems(report)[0]
    assert submitted(lesson) == {"ann/gates.ipynb": b"1"}
    assert not list(lesson.course.submitted.glob("*/*/timestamp.txt"))
    report = collect_files(lesson, sorted(root.iterdir()), None, {"ann": 1_767_614_400.0})
    assert report.problems == []
    assert stamp(lesson, "ann") == "2026-01-05 12:00:00 UTC\n"


@pytest.mark.parametrize("folder", ["ann", "ann/l9"])
def test_a_time_that_a_student_may_have_written_is_not_taken(lesson: Lesson, tmp_path: Path, folder: str) -> None:
    """It is named, with what to do."""
    files = {f"mail/{folder}/gates.ipynb": b"1", f"mail/{folder}/timestamp.txt": b"2001-01-05 12:00:00 UTC"}
    root = write_all(tmp_path / "dl", {**files, "mail/bob/gates.ipynb": b"2"})
    report = collect_files(lesson, [root], None)
    assert ["may have written it" in message for message in problems(report)] == [True]
    assert not stamp(lesson, "ann").startswith("2001")
    (tmp_path / "ann.zip").write_bytes(zip_bytes(("l9/layers.ipynb", b"1"), ("l9/timestamp.txt", b"2001-01-05 12:00")))
    collect_files(lesson, [tmp_path / "ann.zip"], None)
    assert not stamp(lesson, "ann").startswith("2001")
