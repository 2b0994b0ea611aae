"""Nothing inside what one person handed in names another person, sets a time, or is paid for by anybody else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.submissions.collect import Collection, collect_files
from autograder.submissions.roster import Roster, RosterEntry

BOB = b"by bob"
ANN = b"by ann"
EVIL = b"for bob, says ann"
NOON, FUTURE = (2026, 1, 5, 12, 0, 0), (2099, 1, 1, 0, 0, 0)
METADATA = b"""---
submission_11:
  :submitters:
  - :name: Bob Ray
    :sid: bob
    :email: bob@x.edu
  :created_at: 2027-01-01 00:00:00 Z
"""
Content = Mapping[str, "bytes | Content"]  # names of files and, ending in ".zip", of zips

# What Ann hands in as ann.zip. All of it must become hers, or be refused by its name.
ATTACKS: dict[str, Content] = {
    "a folder of Bob's": {"bob/gates.ipynb": EVIL},
    "his full name": {"Bob Ray/gates.ipynb": EVIL},
    "his email": {"bob@x.edu/gates.ipynb": EVIL},
    "his name in other signs": {"ＢＯＢ/gates.ipynb": EVIL, "Bob ./layers.ipynb": EVIL},
    "a folder of Moodle's": {"Bob Ray_7002_assignsubmission_file_/gates.ipynb": EVIL},
    "two folders of Moodle's": {
        "Bob Ray_7002_assignsubmission_file_/gates.ipynb": EVIL,
        "Cat Fox_7003_assignsubmission_file_/gates.ipynb": EVIL,
    },
    "a folder of the exchange": {"bob+l9+2027-01-01 00:00:00 UTC/gates.ipynb": EVIL},
    "a file of Canvas'": {"bob_1002_9999_gates.ipynb": EVIL},
    "a file of Blackboard's": {"l9_bob_attempt_2027-01-01-00-00-00_gates.ipynb": EVIL},
    "a folder of Brightspace's": {"1-2 - Bob Ray - Jan 1, 2027 1200 AM/gates.ipynb": EVIL},
    "a folder of ILIAS'": {"Ray_Bob_bob_7002/gates.ipynb": EVIL},
    "a number beside his name": {"7002001-bob/gates.ipynb": EVIL},
    "a folder of nbgrader's": {"submitted/bob/l9/gates.ipynb": EVIL, "submitted/bob/l9/timestamp.txt": b"2001-01-01"},
    "a time of her own": {"timestamp.txt": b"2001-01-01", "l9/timestamp.txt": b"2001-01-01", "gates.ipynb": EVIL},
    "a list of Gradescope's": {"submission_metadata.yml": METADATA, "submission_11/gates.ipynb": EVIL},
    "a whole export": {"x/submission_metadata.yml": METADATA, "x/submission_11/gates.ipynb": EVIL},
    "a list without its folder": {"submission_metadata.yml": METADATA, "gates.ipynb": EVIL},
    "a file with his name": {"bob-gates.ipynb": EVIL},
    "a zip of his": {"bob.zip": {"gates.ipynb": EVIL}},
    "a zip of all": {"submissions.zip": {"bob/gates.ipynb": EVIL, "cat/gates.ipynb": EVIL}},
    "a class of folders": {"bob/gates.ipynb": EVIL, "cat/gates.ipynb": EVIL},
    "a class in folders": {"all/l9/bob/gates.ipynb": EVIL, "all/l9/cat/gates.ipynb": EVIL},
    "a folder deep down": {"ann/l9/work/bob/gates.ipynb": EVIL},
    "a path that leads out": {"../../bob/l9/gates.ipynb": EVIL, "/bob/gates.ipynb": EVIL},
    "a timestamp": {"bob/timestamp.txt": b"2001-01-01 00:00:00 UTC", "bob/gates.ipynb": EVIL},
    "both, her own and his": {"ann/gates.ipynb": EVIL, "bob/layers.ipynb": EVIL},
}


def zip_bytes(content: Content, saved: tuple[int, ...]) -> bytes:
    """Return a zip. What is in a zip in it was saved when its author says."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(name, saved)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data if isinstance(data, bytes) else zip_bytes(data, FUTURE))
    return buffer.getvalue()


def write(folder: Path, content: Content) -> list[Path]:
    """Write files and zips into a folder; return what is directly in it."""
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        saved = FUTURE if name == "ann.zip" else NOON
        path.write_bytes(data if isinstance(data, bytes) else zip_bytes(data, saved))
        os.utime(path, (1_767_614_400, 1_767_614_400))
    return sorted(folder.iterdir())


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    cells = (SourceCell(0, "code", "", "a", is_solution=True),)
    notebooks = tuple(SourceNotebook(name, Path(name), cells, None, "") for name in ("gates", "layers"))
    return Lesson("l9", Course(tmp_path / "course"), notebooks)


@pytest.fixture(params=[True, False], ids=["roster", "no roster"])
def roster(request: pytest.FixtureRequest) -> Roster | None:
    people = (("ann", "Ann Lee"), ("bob", "Bob Ray"), ("cat", "Cat Fox"))
    return Roster(tuple(RosterEntry(id, name, f"{id}@x.edu") for id, name in people)) if request.param else None


def submitted(lesson: Lesson) -> dict[str, bytes]:
    """Every file that was collected, by student/name; timestamps too."""
    root = lesson.course.submitted
    return {f"{p.parent.parent.name}/{p.name}": p.read_bytes() for p in sorted(root.glob("*/l9/*"))}


def expect_only_ann(lesson: Lesson, report: Collection, attack: str) -> None:
    """Expect that all that was said to be Bob's is Ann's, or refused by a name in which Ann's is."""
    found = submitted(lesson)
    assert {name.split("/")[0] for name, data in found.items() if data == EVIL} <= {"ann"}, found
    times = [data for name, data in found.items() if name.endswith("timestamp.txt")]
    assert all(b"2026-01-05" in data for data in times), found
    if EVIL not in found.values():
        assert any(attack in problem.file + problem.message for problem in report.problems), report.problems


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("way", ["alone", "in a folder", "one by one", "in a zip of all", "in a folder of a zip"])
def test_what_ann_hands_in_is_anns(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, attack: str, way: str
) -> None:
    """Whatever is in her zip, and however the TA collects it; the work of others arrives and stays."""
    others: Content = {"bob.zip": {"gates.ipynb": BOB}, "cat.zip": {"layers.ipynb": BOB}}
    mine: Content = {"ann.zip": ATTACKS[attack]}
    if way == "alone":
        collect_files(lesson, write(tmp_path / "before", others), roster)
        paths = write(tmp_path / "dl", mine)
    elif way == "in a folder":
        write(tmp_path / "dl", {**mine, **others})
        paths = [tmp_path / "dl"]
    elif way == "one by one":
        paths = write(tmp_path / "dl", {**mine, **others})
    elif way == "in a zip of all":
        paths = write(tmp_path / "dl", {"submissions.zip": {**mine, **others}})
    else:
        unpacked = {f"x/ann/{name}": data for name, data in ATTACKS[attack].items() if not name.startswith(("/", "."))}
        paths = write(
            tmp_path / "dl",
            {
                "submissions.zip": {
                    **unpacked,
                    "x/bob/gates.ipynb": BOB,
                    "x/cat/layers.ipynb": BOB,
                    "x/ann/report.pdf": b"",
                }
            },
        )
    report = collect_files(lesson, paths, roster)
    found = submitted(lesson)
    assert (found["bob/gates.ipynb"], found["cat/layers.ipynb"]) == (BOB, BOB)
    assert set(found) <= {f"{who}/{file}" for who in ("ann", "bob", "cat") for file in FILES}
    expect_only_ann(lesson, report, "ann")


FILES = ("gates.ipynb", "layers.ipynb", "timestamp.txt")


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_upload_to_canvas_is_its_uploaders(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, attack: str
) -> None:
    """The same, as one of the uploads in Canvas' zip of all."""
    path = write(
        tmp_path / "dl",
        {
            "submissions.zip": {
                "ann_7001_9001_work.zip": ATTACKS[attack],
                "bob_7002_9002_gates.ipynb": BOB,
                "cat_7003_9003_layers.ipynb": BOB,
            }
        },
    )
    report = collect_files(lesson, path, roster)
    found = submitted(lesson)
    names = {"ann": "ann", "bob": "bob"} if roster is not None else {"ann": "7001", "bob": "7002"}
    assert found[f"{names['bob']}/gates.ipynb"] == BOB
    assert {name.split("/")[0] for name, data in found.items() if data == EVIL} <= {names["ann"]}
    assert EVIL in found.values() or any("ann_7001" in problem.file for problem in report.problems)
    assert not [name for name in found if name.endswith("timestamp.txt")]


UPLOADS = {
    "Blackboard": "l9_{0}_attempt_2026-01-05-12-00-00_work{2}",
    "Brightspace": "700{1}-1 - {3} - Jan 5, 2026 1200 PM/work{2}",
    "ILIAS": "{4}_{0}_700{1}/work{2}",
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("system", UPLOADS)
def test_an_upload_to_a_further_system_is_its_uploaders(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, attack: str, system: str
) -> None:
    """The same zip of Ann's, as these systems hand it on."""
    form = UPLOADS[system]
    ann, bob = (
        form.format("ann", 1, ".zip", "Ann Lee", "Lee_Ann"),
        form.format("bob", 2, ".zip", "Bob Ray", "Ray_Bob"),
    )
    content: Content = {ann: ATTACKS[attack], bob: {"gates.ipynb": BOB}}
    path = write(tmp_path / "dl", {"submissions.zip": content})
    report = collect_files(lesson, path, roster, zone=UTC)
    found = submitted(lesson)
    first, second = ("ann", "bob") if roster is not None or system != "Brightspace" else ("Ann Lee", "Bob Ray")
    assert found[f"{second}/gates.ipynb"] == BOB
    assert {name.split("/")[0] for name, data in found.items() if data == EVIL} <= {first}
    assert EVIL in found.values() or any(ann[:10] in problem.file for problem in report.problems)
    times = [data for name, data in found.items() if name.endswith("timestamp.txt")]
    assert all(data == b"2026-01-05 12:00:00 UTC\n" for data in times)
    assert len(times) == (0 if system == "ILIAS" else 2 if EVIL in found.values() else 1)


# A file's own name that looks like somebody else's in another system: the uploader's, or nobody's.
DISGUISES = [
    "ann_7001_9001_l9_bob_attempt_2027-01-01-12-00-00_gates.ipynb",
    "ann_7001_9001_attempt_2027-01-01-12-00-00_gates.ipynb",
    "Ann Lee_7001_assignsubmission_file_l9_bob_attempt_2027-01-01-12-00-00_gates.ipynb",
    "x_bob_attempt_2027-01-01-12-00-00_7001_assignsubmission_file_/gates.ipynb",
    "l9_ann_attempt_2027-01-01-12-00-00_l9_bob_attempt_2027-01-01-12-00-00_gates.ipynb",
    "l9_ann_attempt_2027-01-01-12-00-00_bob_7002_9002_gates.ipynb",
    "l9_ann_attempt_2027-01-01-12-00-00_Bob Ray_7002_assignsubmission_file_gates.ipynb",
    "l9_ann_attempt_2027-01-01-12-00-00_bob+l9+2027-01-01 00:00:00 UTC",
    "7001-1 - Bob Ray - Jan 1, 2027 1200 AM - Jan 1, 2027 1200 AM/gates.ipynb",
    "7001-1 - x_bob_attempt_2027-01-01-12-00-00_x - Jan 1, 2027 1200 AM/gates.ipynb",
]


@pytest.mark.parametrize("name", DISGUISES)
def test_a_name_in_disguise_is_not_somebody_elses(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, name: str
) -> None:
    """Whatever Ann calls her file or herself."""
    content: Content = {name: EVIL, "cat/layers.ipynb": BOB}
    report = collect_files(lesson, write(tmp_path / "dl", {"submissions.zip": content}), roster)
    owners = {path.split("/")[0] for path, data in submitted(lesson).items() if data == EVIL}
    assert owners.isdisjoint({"bob", "Bob Ray", "7002", "9001"})
    assert owners or report.problems


# Whole downloads as systems and people make them; each is {"ann": ..., "bob": ...} of the same two files.
BULKS: dict[str, Content] = {
    "Canvas": {"submissions.zip": {"ann_7001_9001_gates.ipynb": ANN, "bob_LATE_7002_9002_gates-1.ipynb": BOB}},
    "Moodle": {
        "CS101-submissions-77.zip": {
            "Ann Lee_7001_assignsubmission_file_/gates.ipynb": ANN,
            "Bob Ray_7002_assignsubmission_file_gates.ipynb": BOB,
        }
    },
    "Gradescope": {
        "assignment_9_export.zip": {
            "assignment_9_export/submission_metadata.yml": METADATA
            + b"submission_12:\n  :submitters:\n  - :name: Ann Lee\n    :sid: ann\n  :created_at: 2026-01-05 12:00:00 Z\n",
            "assignment_9_export/submission_11/gates.ipynb": BOB,
            "assignment_9_export/submission_12/gates.ipynb": ANN,
        }
    },
    "Blackboard": {
        "gradebook_CS101_L9_2027-01-06.zip": {
            "l9_ann_attempt_2026-01-05-12-00-00_gates.ipynb": ANN,
            "l9_ann_attempt_2026-01-05-12-00-00.txt": b"Name: Ann Lee (ann)",
            "l9_bob_attempt_2026-01-05-12-00-00_gates.ipynb": BOB,
        }
    },
    "Brightspace": {
        "L9 Download Jan 6, 2026.zip": {
            "index.html": b"",
            "7001-1 - Ann Lee - Jan 5, 2026 1200 PM/gates.ipynb": ANN,
            "7002-1 - Bob Ray - Jan 5, 2026 1200 PM/gates.ipynb": BOB,
        }
    },
    "ILIAS": {"x/Abgaben/Lee_Ann_ann_7001/gates.ipynb": ANN, "x/Abgaben/Ray_Bob_bob_7002/gates.ipynb": BOB},
    "nbgrader": {
        "submitted.zip": {
            "ann/l9/gates.ipynb": ANN,
            "ann/l9/timestamp.txt": b"2026-01-05 12:00:00 UTC",
            "bob/l9/gates.ipynb": BOB,
        }
    },
    "the exchange": {
        "inbound/ann+l9+2026-01-05 12:00:00 UTC/gates.ipynb": ANN,
        "inbound/bob+l9+2026-01-05 12:00:00 UTC/gates.ipynb": BOB,
    },
    "a folder of zips": {"mail/ann.zip": {"gates.ipynb": ANN}, "mail/bob_l9.zip": {"bob/l9/gates.ipynb": BOB}},
    "a folder of folders": {"mail/ann/gates.ipynb": ANN, "mail/bob/l9/gates.ipynb": BOB},
    "zips one by one": {"ann.zip": {"work/gates.ipynb": ANN}, "bob.zip": {"bob/gates (1).ipynb": BOB}},
    "a zip of folders": {"submissions.zip": {"ann/gates.ipynb": ANN, "bob/gates.ipynb": BOB}},
    "a zip of a folder of folders": {"l9.zip": {"fall/l9/ann/gates.ipynb": ANN, "fall/l9/bob/work/gates.ipynb": BOB}},
    "a zip of zips": {"all.zip": {"ann.zip": {"gates.ipynb": ANN}, "bob.zip": {"gates.ipynb": BOB}}},
    "two zips of all": {
        "submissions.zip": {"ann/gates.ipynb": ANN},
        "submissions (1).zip": {"bob/gates.ipynb": BOB},
    },
}


FOR_CLASS = ("Moodle", "Blackboard", "Brightspace")


@pytest.mark.parametrize("bulk", BULKS)
def test_downloads_of_a_whole_class_arrive(lesson: Lesson, roster: Roster | None, tmp_path: Path, bulk: str) -> None:
    """The benign twins: the outer zip names nobody, and each of the class gets the own file."""
    report = collect_files(lesson, write(tmp_path / "dl", BULKS[bulk]), roster, is_class=bulk in FOR_CLASS)
    found = {name: data for name, data in submitted(lesson).items() if not name.endswith(".txt")}
    assert list(found.values()) == [ANN, BOB]
    names = ("Ann Lee", "Bob Ray")
    expected = {"Canvas": ("7001", "7002"), "Moodle": names, "Brightspace": names}.get(bulk, ("ann", "bob"))
    assert tuple(name.split("/")[0] for name in found) == (expected if roster is None else ("ann", "bob"))
    assert report.problems == []
    assert report.missing == ([] if roster is None else [RosterEntry("cat", "Cat Fox", "cat@x.edu")])


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_folder_that_a_ta_unpacked_is_its_students(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, attack: str
) -> None:
    """Ann's zip, unpacked beside the folders of others."""
    unpacked = {f"ann/{name}": data for name, data in ATTACKS[attack].items() if not name.startswith(("/", "."))}
    write(tmp_path / "dl", {**unpacked, "bob/gates.ipynb": BOB, "cat/layers.ipynb": BOB, "ann/report.pdf": b""})
    report = collect_files(lesson, [tmp_path / "dl"], roster)
    assert (submitted(lesson)["bob/gates.ipynb"], submitted(lesson)["cat/layers.ipynb"]) == (BOB, BOB)
    expect_only_ann(lesson, report, "ann")


@pytest.mark.parametrize("name", ["work.zip", "l9.zip", "gates.zip", "submissions.zip", "A.L..zip", "a folder/x.txt"])
def test_what_names_nobody_beside_persons_is_not_looked_into(
    lesson: Lesson, roster: Roster | None, tmp_path: Path, name: str
) -> None:
    """Whoever hides the own name in a folder of zips gets no chance to name another one."""
    evil: Content = {"bob/gates.ipynb": EVIL}
    content: Content = {name: evil} if name.endswith(".zip") else {"a folder/bob/gates.ipynb": EVIL}
    write(tmp_path / "dl", {**content, "bob.zip": {"gates.ipynb": BOB}, "cat.zip": {"layers.ipynb": BOB}})
    report = collect_files(lesson, [tmp_path / "dl"], roster)
    found = submitted(lesson)
    assert (found["bob/gates.ipynb"], found["cat/layers.ipynb"]) == (BOB, BOB)
    if roster is not None:
        assert EVIL not in found.values()
        assert any(name.partition("/")[0] in problem.file for problem in report.problems)


def test_a_word_that_fits_somebody_decides_nothing_against_what_is_inside(lesson: Lesson, tmp_path: Path) -> None:
    """ "fall_ann.zip" could be Ann's or her section's: with the work of others in it, it is refused by its name."""
    roster = Roster((RosterEntry("1", "Ann Lee", "ann@x.edu"), RosterEntry("2", "Bob Ray", "bob@x.edu")))
    paths = write(tmp_path / "a", {"fall_ann.zip": {"bob/gates.ipynb": EVIL}})
    report = collect_files(lesson, paths, roster)
    assert submitted(lesson) == {}
    assert ["fall_ann.zip" in problem.file for problem in report.problems] == [True]
    assert collect_files(lesson, paths, roster, is_class=True).problems == []
    assert submitted(lesson)["2/gates.ipynb"] == EVIL
    paths = write(tmp_path / "b", {"fall_ann.zip": {"work/gates.ipynb": ANN}})
    assert collect_files(lesson, paths, roster).problems == []
    assert submitted(lesson)["1/gates.ipynb"] == ANN


@pytest.mark.parametrize("system", ["Wei Wang_{}_assignsubmission_file_/gates.ipynb", "weiwang_{}_9{}_gates.ipynb"])
def test_two_accounts_of_one_name_are_two_people(lesson: Lesson, tmp_path: Path, system: str) -> None:
    """Whoever takes another one's name in the learning system gets nothing of his overwritten: both are refused."""
    bulk = {system.format(n, n): data for n, data in ((7001, ANN), (7002, EVIL))}
    for number, roster in enumerate(
        (Roster((RosterEntry("1", "Wei Wang"),)), Roster((RosterEntry("1", "Wei Wang"), RosterEntry("2", "Wang Wei"))))
    ):
        report = collect_files(lesson, write(tmp_path / str(number), {"submissions.zip": bulk}), roster)
        assert submitted(lesson) == {}
        assert any("Wei Wang" in problem.file or "weiwang" in problem.file for problem in report.problems)


def test_a_zip_named_after_two_is_nobodys(lesson: Lesson, tmp_path: Path) -> None:
    """Neither gets it, and nothing in it is anybody else's."""
    roster = Roster((RosterEntry("1", "Wei Wang"), RosterEntry("2", "Wei Wang"), RosterEntry("bob", "Bob Ray")))
    paths = write(tmp_path / "dl", {"Wei Wang.zip": {"bob/gates.ipynb": EVIL}, "wei bob.zip": {"gates.ipynb": EVIL}})
    report = collect_files(lesson, paths, roster)
    assert {"1/gates.ipynb", "2/gates.ipynb"}.isdisjoint(submitted(lesson))
    assert "could be 2 of the roster: 1, 2" in report.problems[0].message


def test_what_has_the_same_short_name_is_not_the_same_student(lesson: Lesson, tmp_path: Path) -> None:
    """Case, number and what is in the name of a lesson keep ids apart."""
    write(
        tmp_path / "dl",
        {f"{name}.zip": {"gates.ipynb": name.encode()} for name in ("paul9", "pau", "team-1", "team-2")},
    )
    assert collect_files(lesson, [tmp_path / "dl"], None).problems == []
    found = {name: data for name, data in submitted(lesson).items() if name.endswith(".ipynb")}
    assert found == {f"{name}/gates.ipynb": name.encode() for name in ("paul9", "pau", "team-1", "team-2")}


# --- budgets -------------------------------------------------------------------------------------------------------


def write_bomb(path: Path, count: int) -> None:
    """Write a zip of so many notebooks of 15 MiB of blanks; it is packed once only."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("000-gates.ipynb", b" " * (15 << 20))
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    local, central = data[:start], data[start : data.index(b"PK\x05\x06")]
    files, directory = bytearray(), bytearray()
    for number in range(count):
        name = f"{number:03}-gates.ipynb".encode()
        directory += central[:42] + len(files).to_bytes(4, "little") + name + central[46 + len(name) :]
        files += local.replace(b"000-gates.ipynb", name)
    end = b"PK\x05\x06" + bytes(4) + count.to_bytes(2, "little") * 2
    end += len(directory).to_bytes(4, "little") + len(files).to_bytes(4, "little") + bytes(2)
    path.write_bytes(bytes(files + directory) + end)


SCRIPT = """
import sys
from pathlib import Path
from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.submissions.collect import collect_files
cells = (SourceCell(0, "code", "", "a", is_solution=True),)
lesson = Lesson("l9", Course(Path(sys.argv[1])), (SourceNotebook("gates", Path("gates"), cells, None, ""),))
report = collect_files(lesson, map(Path, sys.argv[2:]), None, is_class=len(sys.argv) == 3)
print(len(report.problems), int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) >> 10)
"""


@pytest.mark.parametrize("way", ["one by one", "in a zip of all"])
def test_a_bomb_spends_its_makers_budget_alone(lesson: Lesson, tmp_path: Path, way: str) -> None:
    """A zip of 1 MiB that unpacks to a gigabyte is cut off; who comes after it in the alphabet is collected."""
    write(tmp_path / "dl", {"bob.zip": {"gates.ipynb": BOB}, "cat.zip": {"gates.ipynb": BOB}})
    write_bomb(tmp_path / "dl" / "aaa.zip", 70)
    paths = sorted((tmp_path / "dl").iterdir())
    if way == "in a zip of all":
        with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
            for path in paths:
                archive.write(path, path.name)
        paths = [tmp_path / "submissions.zip"]
    command = [sys.executable, "-c", SCRIPT, str(lesson.course.root), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    problems, peak_mib = map(int, done.stdout.split())
    assert problems >= 1
    assert peak_mib < 300
    found = submitted(lesson)
    assert (found["bob/gates.ipynb"], found["cat/gates.ipynb"]) == (BOB, BOB)
