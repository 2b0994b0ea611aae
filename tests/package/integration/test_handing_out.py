"""Pages go back to a learning system in one zip, and who must hand in again gets a draft of a message."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.submissions.owners import System, read_system_name


def run(root: Path, *words: str) -> int:
    return main([*words, "--root", str(root)])


def make_download(root: Path, names: dict[str, str]) -> Path:
    """A download in which each student's own notebook has a name that the system made."""
    path = root / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for student, name in names.items():
            archive.write(root / f"gradebook/submitted/{student}/lesson09/activations.ipynb", name)
    return path


def test_canvas_takes_the_pages_back_under_the_newest_upload(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """User and upload are those of the download, old downloads take nothing back, and who is not in it is named."""
    one, two = "示例一_1001_5{}_activations.ipynb", "bitdiddleben_LATE_1002_77_activations-1.ipynb"
    run(
        graded_class,
        "collect",
        "lesson09",
        str(make_download(graded_class, {"sample-01": one.format(9), "bitdiddle": two})),
    )
    run(graded_class, "collect", "lesson09", str(make_download(graded_class, {"sample-01": one.format(8)})))
    capsys.readouterr()
    students = [word for name in ("sample-01", "bitdiddle", "sample-03") for word in ("--student", name)]
    assert run(graded_class, "feedback", "lesson09", "--zip", "canvas", *students) == 3
    printed = capsys.readouterr()
    assert "lesson09-feedback.canvas.zip: 2 pages" in printed.out
    assert "needs a person: sample-03: not in the zip" in printed.err
    with zipfile.ZipFile(graded_class / "gradebook/exports/lesson09-feedback.canvas.zip") as archive:
        pages = {name: archive.read(name) for name in archive.namelist()}
    owners = [read_system_name(name) for name in pages]
    assert [(owner.number, owner.upload) for owner in owners if owner] == [("1002", 77), ("1001", 59)]
    # Canvas itself takes the first two parts between "_" that are numbers.
    assert [[part for part in name.split("_") if part.isdigit()][:2] for name in pages] == [
        ["1002", "77"],
        ["1001", "59"],
    ]
    for student, page in zip(("bitdiddle", "sample-01"), pages.values(), strict=True):
        assert page == (graded_class / f"gradebook/feedback/{student}/lesson09/lesson09.html").read_bytes()


def test_moodle_takes_the_pages_back_by_participant(graded_class: Path) -> None:
    """In a folder as Moodle's own, which is split at "_" there."""
    folder = "示例一_7002_assignsubmission_file_"
    run(
        graded_class,
        "collect",
        "lesson09",
        str(make_download(graded_class, {"sample-01": f"{folder}/activations.ipynb"})),
    )
    assert run(graded_class, "feedback", "lesson09", "--zip", "moodle", "--student", "sample-01") == 0
    with zipfile.ZipFile(graded_class / "gradebook/exports/lesson09-feedback.moodle.zip") as archive:
        [name] = archive.namelist()
    assert name.split("/")[0].split("_", 4) == ["示例一", "7002", "assignsubmission", "file", ""]
    owner = read_system_name(name.split("/")[0])
    assert owner is not None
    assert (owner.system, owner.number) == (System.MOODLE, "7002")


def test_who_must_hand_in_again_gets_a_draft(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing, unreadable and foreign files, each with what to do and by when; nobody else, and no draft stays behind."""
    (graded_class / "gradebook/submitted/sample-05/lesson09/activations.ipynb").write_text('{"cells": [')
    run(graded_class, "due", "lesson09", "2099-01-05 12:00 +0800")
    run(graded_class, "due", "lesson09", "--student", "sample-05", "--days", "2")
    capsys.readouterr()
    run(graded_class, "grade", "lesson09")
    table = [line.split("│") for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    shown = {line[1].strip(): dict(zip(table[0], line, strict=True)) for line in table}["sample-05"]
    told = {head.strip(): text.strip() for head, text in shown.items()}
    assert (told["refused"], told["not sent"], told["ungraded"]) == ("activations", "", "")
    folder = graded_class / "gradebook" / "messages" / "lesson09"
    folder.mkdir(parents=True)
    (folder / "sample-01.txt").write_text("he has handed in since")
    assert run(graded_class, "message", "lesson09") == 0
    assert "wrote 3 messages to gradebook/messages/lesson09; nothing was sent" in capsys.readouterr().out
    drafts = {path.stem: path.read_text() for path in folder.iterdir()}
    assert sorted(drafts) == ["sample-03", "sample-05", "sample-99"]
    assert "hidden_layers.ipynb：没有收到" in drafts["sample-03"]
    assert "activations" not in drafts["sample-03"]
    assert "activations.ipynb arrived, but cannot be graded" in drafts["sample-05"]
    assert "请在 Jupyter 里打开自己的作业" in drafts["sample-05"]
    assert "2099-01-07" in drafts["sample-05"]
    assert "2099-01-05" in drafts["sample-99"]
    assert drafts["sample-99"].index("没有收到") < drafts["sample-99"].index("did not arrive")
    assert all(text.count("无法评分") for text in drafts.values())


def test_drafts_are_a_table_for_mail_merge(graded_class: Path) -> None:
    """With addresses, for a section, with another deadline; a name that a spreadsheet would compute is text."""
    words = ("message", "lesson09", "--section", "B", "--until", "2099-02-03 23:59 +0800", "--csv")
    assert run(graded_class, *words) == 0
    text = (graded_class / "gradebook/messages/lesson09.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == ["sample-03", "sample-99"]
    assert rows[0]["email"] == "three@example.edu"
    assert rows[0]["name"].startswith("'=cmd")
    assert all("2099-02-03" in row["text"] for row in rows)
    assert not any(line.startswith(("=", "+", "-", "@")) for row in rows for line in row["text"].splitlines())
    assert run(graded_class, *words[:4], "--until", "soon") == 1


def test_a_table_of_accounts_that_is_damaged_is_named(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is lost: it says to collect again."""
    path = graded_class / "gradebook" / "accounts" / "lesson09.csv"
    path.parent.mkdir()
    path.write_text("student,system,name\na,Nobody,x\n")
    assert run(graded_class, "feedback", "lesson09", "--student", "sample-01", "--zip", "canvas") == 1
    assert "collect the downloads again" in capsys.readouterr().err
