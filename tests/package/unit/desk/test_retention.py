"""Files of old attempts go when their time is over; what counts, and what may yet count, stays."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from visiting import Desk

from autograder.course import Course
from autograder.desk.database import Database
from autograder.desk.placing import place_best
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore, Receipt
from autograder.desk.receipts import Receipts
from autograder.desk.retention import remove_old_files, sweep_old_files
from autograder.desk.settings import DeskSettings
from autograder.files import hash_parts
from autograder.records import Grade, NotebookGrade, record_path, write_grade
from autograder.submissions import BesideFile, SentNotebook

DAY_S = 86_400.0
NOW_S = 1_000 * DAY_S


@pytest.fixture
def receipts(course: Course, database: Database) -> Receipts:
    (course.root / "desk.toml").write_text("keep_days = 30\n")
    (course.root / "nbgrader_config.py").write_text("c = get_config()\n")
    return Receipts(course, database)


def attempt(
    receipts: Receipts, database: Database, day: int, score: float | None = 1.0, beside: str = "", student: str = "ann"
) -> Receipt:
    """An attempt that came some days ago; None is not graded yet."""
    text = f"{student} {day}"
    sent = [SentNotebook("gates", "gates.ipynb", text.encode(), hash_parts(text))]
    files = [BesideFile(beside, b"beside", hash_parts("beside"))] if beside else []
    when = NOW_S - day * DAY_S
    receipt = receipts.hand_in(student, "week1", sent, DeskSettings(attempts=99), when, files)
    receipts.save_page(receipt.id, b"page")
    if score is not None:
        Queue(database).finish(receipt, [NotebookScore("gates", score, 2.0)], 0.1)
    return receipt


def count(course: Course, receipt: Receipt) -> None:
    """Let an attempt be the one that counts."""
    graded = NotebookGrade("gates", "", "gates.ipynb", receipt.files[0].digest, "jail", {})
    write_grade(Grade(receipt.student, "week1", "", (graded,)), record_path(course, "week1", receipt.student))


def left(receipts: Receipts, *attempts: Receipt) -> list[bool]:
    return [receipts.has_files(one.id) for one in attempts]


def test_only_old_attempts_that_do_not_count_lose_their_files(
    course: Course, database: Database, receipts: Receipts
) -> None:
    """The receipt itself stays, with names and hashes; the newest one stays whatever its age."""
    spare, counted, young = (attempt(receipts, database, day) for day in (90, 60, 20))
    count(course, counted)
    assert remove_old_files(course, database, NOW_S) == [spare.id]
    assert left(receipts, spare, counted, young) == [False, True, True]
    found = receipts.find(spare.id)
    assert found is not None
    assert found.files[0].digest == spare.files[0].digest
    assert remove_old_files(course, database, NOW_S) == []
    assert remove_old_files(course, database, NOW_S + 100 * DAY_S) == []


def test_the_best_attempt_and_what_is_not_graded_stay(course: Course, database: Database, receipts: Receipts) -> None:
    """Whatever the record says at the moment; without a record nothing is removed."""
    best, worse, waiting, last = (
        attempt(receipts, database, day, score) for day, score in ((90, 2.0), (80, 1.0), (70, None), (60, 0.0))
    )
    assert remove_old_files(course, database, NOW_S) == []
    count(course, last)
    assert remove_old_files(course, database, NOW_S) == [worse.id]
    assert left(receipts, best, worse, waiting, last) == [True, False, True, True]


def test_files_beside_that_are_in_use_stay(course: Course, database: Database, receipts: Receipts) -> None:
    """And to put the best attempt back does not stumble over what is gone."""
    kept, spare, counted = (
        attempt(receipts, database, day, 1.0, name) for day, name in ((90, "a.py"), (80, "b.py"), (60, ""))
    )
    count(course, counted)
    folder = course.submitted / "ann" / "week1"
    folder.mkdir(parents=True)
    (folder / "a.py").write_bytes(b"beside")
    assert remove_old_files(course, database, NOW_S) == [spare.id]
    place_best(course, receipts, {"gates": counted})
    assert (folder / "gates.ipynb").read_bytes() == b"ann 60"
    assert left(receipts, kept) == [True]


def test_without_the_setting_everything_stays(course: Course, database: Database, receipts: Receipts) -> None:
    """For a lesson it can be another one; the command holds the gradebook and says what it removed."""
    spare, counted, _ = (attempt(receipts, database, day) for day in (900, 800, 700))
    count(course, counted)
    (course.root / "desk.toml").write_text("keep_days = 30\n[lessons.week1]\nkeep_days = 365000\n")
    assert sweep_old_files(course) == []
    (course.root / "desk.toml").write_text("")
    assert sweep_old_files(course) == []
    (course.root / "desk.toml").write_text("keep_days = 30\n")
    assert sweep_old_files(course) == [spare.id]
    assert Path(course.gradebook / ".lock").exists()


def test_a_receipt_without_files_says_so(desk: Desk) -> None:
    """Its page is there as before; the page about the attempt and the files are not, and no error is."""
    kept, swept = desk.add("ann", "kept = 1"), desk.add("ann", "swept = 1")
    shutil.rmtree(desk.receipts.folder / swept)
    with contextlib.closing(desk.visit("ann")) as ann:
        assert "files/gates" in ann.get(f"/receipts/{kept}").text
        shown = ann.get(f"/receipts/{swept}")
        assert shown.status_code == 200
        assert "不再保留" in shown.text
        assert "files/gates" not in shown.text
        assert ann.get(f"/receipts/{swept}/files/gates").status_code == 404
        assert ann.get(f"/receipts/{swept}/page").status_code == 404
        assert ann.get("/lessons/week1").status_code == 200
