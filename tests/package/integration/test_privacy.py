"""A student is forgotten: after all that the package does with a class, no file of the gradebook names the person."""

from __future__ import annotations

import csv
import hashlib
import io
import time
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.course import CellKey, Course
from autograder.desk.database import open_database
from autograder.desk.receipts import Receipts
from autograder.desk.requests import Requests
from autograder.desk.settings import DeskSettings
from autograder.submissions import SentNotebook

STUDENT = "sample-01"
NAMES = (STUDENT, "示例一", "one@example.edu", "示例", "First-of-nbgrader")


def run(root: Path, *words: str) -> int:
    return main([*words, "--root", str(root)])


@pytest.fixture
def root(graded_class: Path) -> Path:
    """The graded class after everything that stores something of students, with a desk."""
    book = graded_class / "gradebook"
    with Gradebook(f"sqlite:///{book}/gradebook.db") as database:
        database.update_or_create_student(STUDENT, first_name="First-of-nbgrader", last_name="示例", lms_user_id="1001")
    path = graded_class / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(book / f"submitted/{STUDENT}/lesson09/activations.ipynb", "示例一_1001_59_activations.ipynb")
    run(graded_class, "collect", "lesson09", str(path))
    path.unlink()
    run(graded_class, "feedback", "lesson09", "--zip", "canvas", "--student", STUDENT)
    for to in ("csv", "canvas", "moodle", "gradescope"):
        run(graded_class, "export", "lesson09", "--to", to)
    run(graded_class, "export", "lesson09", "--pseudonymous")
    run(graded_class, "message", "lesson09")
    run(graded_class, "message", "lesson09", "--csv")
    (book / f"messages/lesson09/{STUDENT}.txt").write_text("a draft")
    with Gradebook(f"sqlite:///{book}/gradebook.db") as database:
        for student in (STUDENT, "sample-02"):
            for notebook in database.find_submission("lesson09", student).notebooks:
                for grade in notebook.grades:
                    if grade.name == "explain_identity":
                        grade.manual_score = 2.5
                for comment in notebook.comments:
                    comment.manual_comment = f"well done, {student}"
        database.db.commit()
    assert run(graded_class, "history", "lesson09") == 0
    # To draw the page about the class takes seconds, and another test does that.
    (book / "reports").mkdir(exist_ok=True)
    (book / "reports/lesson09-class.html").write_text("<p>similar: sample-01 &amp; sample-02</p>", encoding="utf-8")
    run(graded_class, "links")
    visit_desk(graded_class)
    return graded_class


def visit_desk(root: Path) -> None:
    course = Course(root)
    database = open_database(course)
    for student in (STUDENT, "sample-02"):
        data = f"print('{student}')".encode()
        sent = [SentNotebook("gates", f"{student}.ipynb", data, hashlib.sha256(data).hexdigest())]
        receipts = Receipts(course, database)
        receipt = receipts.hand_in(student, "lesson09", sent, DeskSettings(), time.time())
        receipts.save_page(receipt.id, f"page of {student}".encode())
        Requests(database).ask(student, "lesson09", CellKey("activations", "relu"), f"I am {student}")
    database.close()


def files(root: Path, *without: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted((root / "gradebook").rglob("*"))
        if path.is_file() and path.name not in without
    }


def naming(root: Path, *without: str) -> list[str]:
    """The files in whose names or bytes something of the student is."""
    words = [name.encode() for name in NAMES] + [name.encode("ascii", "backslashreplace") for name in NAMES]
    found = files(root, *without).items()
    return [path for path, data in found if STUDENT in path or any(word in data for word in words)]


def test_no_byte_is_left_of_a_forgotten_student(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not in databases, free pages and logs of theirs either; what others have stays, and what is elsewhere is said."""
    before, named = files(root), naming(root)
    kinds = {Path(path).parts[1] for path in named}
    assert kinds >= {
        "submitted",
        "autograded",
        "feedback",
        "grades",
        "history",
        "logs",
        "gradebook.db",
        "desk.db",
        "desk",
    }
    assert kinds >= {"exports", "messages", "accounts", "reports", "roster.csv"}
    pseudonym_lines = before["gradebook/exports/lesson09.pseudonymous.csv"].count(b"\n")

    capsys.readouterr()
    assert run(root, "forget", STUDENT) == 3
    printed = capsys.readouterr()
    assert "nothing was removed; --yes removes it" in printed.out
    assert "gradebook/roster.csv: line 3 is yours to delete" in printed.err
    assert files(root, ".lock") == {path: data for path, data in before.items() if not path.endswith(".lock")}

    assert run(root, "forget", STUDENT, "--yes") == 3
    printed = capsys.readouterr()
    assert [line for line in printed.err.splitlines() if "roster.csv" not in line] == []
    assert "make it anew: autograder report lesson09" in printed.out
    assert "not reached from here: the LMS" in printed.out
    assert naming(root, "roster.csv") == []
    after = files(root)
    assert after["gradebook/exports/lesson09.pseudonymous.csv"].count(b"\n") == pseudonym_lines - 1
    for path, data in before.items():
        parts = Path(path).parts
        if "sample-02" in parts or path.endswith("sample-02.json"):
            assert after[path] == data, path
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as database:
        assert STUDENT not in {student.id for student in database.students}
        kept = database.find_submission("lesson09", "sample-02")
        assert {comment.manual_comment for one in kept.notebooks for comment in one.comments} == {
            "well done, sample-02"
        }
    roster = root / "gradebook" / "roster.csv"
    roster.write_text("".join(line for line in roster.read_text().splitlines(True) if STUDENT not in line))
    assert run(root, "forget", STUDENT, "--yes") == 1
    assert f"there is nothing of {STUDENT}" in capsys.readouterr().err
    assert run(root, "export", "lesson09") == 3


def test_somebody_elses_file_that_names_the_student_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not touched. Nor is anybody whose id only begins alike, and staff is refused."""
    other = root / "gradebook/submitted/sample-02/lesson09/activations.ipynb"
    other.write_text(other.read_text().replace('"cells"', '"with": "sample-01", "cells"', 1))
    (root / "gradebook/logs/lesson09.log").open("a").write("2026-01-05 12:00:00,000 INFO sample-011/gates.ipynb\n")
    assert run(root, "forget", STUDENT, "--yes") == 3
    told = capsys.readouterr().err
    assert "sample-02/lesson09/activations.ipynb: names the student: see whether that may stay" in told
    assert b"sample-01" in other.read_bytes()
    assert "sample-011/gates" in (root / "gradebook/logs/lesson09.log").read_text()
    (root / "gradebook" / "roster.csv").write_text("id,name,role\ntim,Tim,ta\n")
    assert run(root, "forget", "tim", "--yes") == 1
    assert "one of the staff" in capsys.readouterr().err
    assert run(root, "forget", "../sample-02", "--yes") == 1


def test_a_pseudonymous_table_names_nobody(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same pseudonym each time, in no order that tells; scores are those of the table with names."""
    late = graded_class / "gradebook/submitted/sample-04/lesson09/timestamp.txt"
    assert late.exists()
    assert run(graded_class, "export", "lesson09", "--pseudonymous") == 3
    assert run(graded_class, "export", "lesson09") == 3
    exports = graded_class / "gradebook" / "exports"
    text = (exports / "lesson09.pseudonymous.csv").read_text(encoding="utf-8-sig")
    hidden = list(csv.DictReader(io.StringIO(text)))
    named = list(csv.DictReader(io.StringIO((exports / "lesson09.csv.csv").read_text(encoding="utf-8-sig"))))
    for row in named:
        for column in ("student", "name", "email", "submitted"):
            assert len(row[column]) < 4 or row[column] not in text
    assert "activations.ipynb" not in text
    assert not {"name", "email", "section", "submitted"} & hidden[0].keys()
    questions = [column for column in named[0] if column in hidden[0] and column not in ("flags",)]
    assert sorted(tuple(row[one] for one in questions) for row in hidden) == sorted(
        tuple(row[one] for one in questions) for row in named
    )
    pseudonyms = [row["pseudonym"] for row in hidden]
    assert pseudonyms == sorted(pseudonyms)
    assert len(set(pseudonyms)) == len(named)
    assert run(graded_class, "export", "lesson09", "--pseudonymous") == 3
    assert (exports / "lesson09.pseudonymous.csv").read_text(encoding="utf-8-sig") == text
    key = graded_class / "gradebook" / "pseudonyms.key"
    assert key.stat().st_mode & 0o077 == 0
    key.unlink()
    run(graded_class, "export", "lesson09", "--pseudonymous")
    assert pseudonyms[0] not in (exports / "lesson09.pseudonymous.csv").read_text()
    capsys.readouterr()
    assert run(graded_class, "export", "lesson09", "--pseudonymous", "--to", "canvas") == 1
    assert "an LMS knows nobody by them" in capsys.readouterr().err
