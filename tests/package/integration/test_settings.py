"""Settings of a lesson decide what its notebooks may use, wherever they are graded, and are part of each grade's key."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import nbgrader
from nbgrader.api import Gradebook

from autograder.classroom import read_classroom
from autograder.cli.main import main
from autograder.course import CellKey, Course
from autograder.gradebook import open_book, set_due
from autograder.records import NotebookGrade, read_grade
from autograder.suite import Verdict

REPOSITORY = Path(__file__).resolve().parents[3]
SPIN = """import time
def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds
"""
SUITE = '''"""The suite of the lesson."""

import pytest

from autograder.suite import Student


@pytest.mark.cell("test_train")
def test_trained(student: Student) -> None:
    """It is trained. / 训练完成。"""
    assert student.read("trained") == 1


@pytest.mark.cell("test_spin")
@pytest.mark.limits(call_s=20)
def test_slow(student: Student) -> None:
    """A slow call comes back. / 慢的调用返回。"""
    assert student.call("spin", 0.5) == 0.5


@pytest.mark.cell("test_spin")
def test_quick(student: Student) -> None:
    """A quick call comes back. / 快的调用返回。"""
    assert student.call("spin", 0.0) == 0.0


@pytest.mark.cell("test_spin")
def test_usual(student: Student) -> None:
    """A slow call comes back in the usual time. / 慢的调用在平常时间内返回。"""
    assert student.call("spin", 1.1) == 1.1


@pytest.mark.cell("test_more")
def test_more(student: Student) -> None:
    """The cell has more time. / 单元格有更多时间。"""
    assert student.call("spin", 0.5) == 0.5
'''


def cell(source: str, autograder: dict[str, Any] | None = None, **mark: Any) -> dict[str, Any]:
    base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    metadata: dict[str, Any] = {"nbgrader": {**base, **mark}} if mark else {}
    if autograder is not None:
        metadata["autograder"] = autograder
    return {
        "cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source,
    }  # fmt: skip


def check(name: str, points: float, autograder: dict[str, Any] | None = None) -> dict[str, Any]:
    return cell("", autograder, grade_id=name, grade=True, locked=True, points=points)


CELLS = [
    cell(SPIN, grade_id="spin", solution=True),
    check("test_spin", 3),
    check("test_more", 1, {"call_s": 20}),
    cell("spin(0.5)\ntrained = 1", {"cell_s": 20}, grade_id="train", solution=True),
    check("test_train", 2),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course with one lesson that takes long, handed in by one student as its reference is."""
    for folder in ("solutions/long", "tests/long", "gradebook/submitted/ann/long"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    text = json.dumps({"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    for folder in ("solutions/long", "gradebook/submitted/ann/long"):
        (tmp_path / folder / "work.ipynb").write_text(text)
    (tmp_path / "tests" / "long" / "test_work.py").write_text(SUITE, encoding="utf-8")
    return tmp_path


def set_up(root: Path, toml: str) -> None:
    (root / "solutions" / "long" / "lesson.toml").write_text(toml)


def hurry(root: Path) -> None:
    """Let no question take long: for what is not about time."""
    suite = root / "tests" / "long" / "test_work.py"
    suite.write_text(suite.read_text(encoding="utf-8").replace("0.5", "0.0").replace("1.1", "0.0"), encoding="utf-8")


def grade(root: Path, *words: str) -> NotebookGrade:
    assert main(["grade", "long", "--root", str(root), *words]) == 0
    found = read_grade(root / "gradebook" / "grades" / "long" / "ann.json")
    assert found is not None
    return found.notebooks[0]


def scores(graded: NotebookGrade) -> dict[str, float | None]:
    return {name: one.score for name, one in graded.cells.items()}


def test_a_cell_and_a_test_have_the_time_that_they_are_given(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under a lesson's short limits, the cell, the test cell and the test that have their own come to their end, and
    the same call without one does not. A changed setting grades again, an unchanged one does not.
    """
    set_up(root, "call_s = 0.3\ncell_s = 0.3\nnotebook_s = 60\n")
    graded = grade(root)
    assert scores(graded) == {"test_spin": 2.0, "test_more": 1.0, "test_train": 2.0}
    verdicts = {one.test: one.verdict for one in graded.outcomes}
    assert verdicts["test_usual"] is Verdict.TIMED_OUT
    capsys.readouterr()
    assert grade(root).key == graded.key
    set_up(root, "call_s = 20\n")
    again = grade(root)
    assert again.key != graded.key
    assert scores(again) == {"test_spin": 3.0, "test_more": 1.0, "test_train": 2.0}


def test_bonus_points_are_beyond_the_maximum(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In our table, on the page, and for nbgrader: six points can be reached, and four are all that count."""
    hurry(root)
    set_up(root, "call_s = 20\n[notebooks.work]\nbonus = false\n")
    source = root / "solutions" / "long" / "work.ipynb"
    document = json.loads(source.read_text())
    document["cells"][4]["metadata"]["autograder"] = {"bonus": True}
    source.write_text(json.dumps(document))
    assert scores(grade(root)) == {"test_spin": 3.0, "test_more": 1.0, "test_train": 2.0}
    for _ in range(2):  # nor is it forgotten once nbgrader itself has entered the lesson
        with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
            row = book.find_submission("long", "ann")
            assert (row.score, row.max_score) == (6.0, 4.0)
        nbgrader(root, "generate_assignment", "long", "--force")
        assert [path.name for path in (root / "assignments" / "long").iterdir()] == ["work.ipynb"]
        assert main(["grade", "long", "--root", str(root)]) == 0
    assert "/ 4" in capsys.readouterr().out
    with open_book(Course(root)) as ours:
        ours.grade_by_hand("long", CellKey("work", "test_train"), ["ann"], 2.0, "")
    assert main(["grade", "long", "--root", str(root)]) == 0
    assert "above" not in capsys.readouterr().out
    assert main(["feedback", "long", "--root", str(root)]) == 0
    (page,) = (root / "gradebook" / "feedback").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert '<div class="total"><b>6</b> <span>/ 4</span>' in text
    assert "(bonus)" in text


@pytest.mark.long
def test_a_release_says_how_near_each_notebook_is_to_its_limits(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each limit with what is used of it; where that is more than half of it, the setting is named.

    Of disk and output nothing else is said. All of it also for the release that nobody has worked on.
    """
    hurry(root)
    set_up(root, "call_s = 20\nmemory_mib = 2000\n[notebooks.work]\njudging_s = 9")
    source = root / "solutions" / "long" / "work.ipynb"
    source.write_text(source.read_text().replace('"cell_s": 20', '"cell_s": 11'))
    assert main(["release", "long", "--check", "--root", str(root)]) in (0, 3)
    said = "".join(capsys.readouterr())
    for who in ("the reference gets 6", "the untouched release gets 0"):
        assert re.search(rf"work: {who} of 6 automatic points and takes \d+\.\d\d of 60 s in all, ", said)
    assert re.search(r"0\.\d\d of 9 s to judge, 0\.\d\d of 11 s in train, 0\.\d\d of 20 s for a question", said)
    assert re.search(r"\d{3} of 2000 MiB of memory", said)
    assert "is near the limit" not in said
    assert "disk" not in said
    assert "output" not in said
    source.write_text(source.read_text().replace('"cell_s": 11', '"cell_s": 0.8'))
    assert main(["release", "long", "--check", "--root", str(root)]) in (0, 3)
    assert "s in train is near the limit: raise cell_s" in "".join(capsys.readouterr())
    set_up(root, "call_s = 20\nmemory_mib = 600\n")
    document = json.loads(source.read_text())
    more = "kept = b'.' * (300 << 20)\nopen('filled', 'wb').write(kept[: 60 << 20])\nprint('.' * 150_000)\n"
    document["cells"].insert(1, {**document["cells"][0], "id": "more", "source": more, "metadata": {}})
    source.write_text(json.dumps(document))
    assert main(["release", "long", "--check", "--root", str(root)]) in (0, 3)
    said = "".join(capsys.readouterr())
    for who in ("the reference", "the untouched release"):
        assert f"work: {who}: 60 of 96 MiB on its disk is near the limit: raise disk_mib" in said
        assert f"work: {who}: 150001 of 200000 characters of output is near the limit: raise output_chars" in said
        assert re.search(rf"work: {who}: [3-5]\d\d of 600 MiB of memory is near the limit: raise memory_mib", said)


def test_what_is_shown_after_the_due_date_is_shown_to_each_student_after_his_own(root: Path) -> None:
    """Never without a due date; an extension moves it."""
    hurry(root)
    set_up(root, "call_s = 20\nshow_hidden = 'after due'")
    course = Course(root)

    def is_due() -> bool:
        return read_classroom(course, "long").is_due("ann")

    assert main(["grade", "long", "--root", str(root)]) == 0
    assert not is_due()
    set_due(course, "long", "2020-01-01 12:00 UTC", {})
    assert is_due()
    set_due(course, "long", "", {"ann": timedelta(days=36500)})
    assert not is_due()


WAYS = ("grade", "dask", "nbgrader", "check")


@pytest.mark.campaign
@pytest.mark.parametrize("way", WAYS)
def test_a_training_of_40_seconds_is_graded_under_a_limit_of_60_on_a_busy_machine(
    root: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty seconds of a processor, while another one wants each processor: every way to the grader gives full points."""
    source = root / "solutions" / "long" / "work.ipynb"
    text = source.read_text().replace("spin(0.5)", "spin(40)").replace('"cell_s": 20', '"cell_s": 60')
    own = root / "gradebook" / "submitted" / "ann" / "long" / "work.ipynb"
    source.write_text(text)
    own.write_text(text)
    busy = [sys.executable, "-c", "while True: pass"]
    with contextlib.ExitStack() as stack:
        for _ in os.sched_getaffinity(0):
            process = stack.enter_context(subprocess.Popen(busy))
            stack.callback(process.kill)
        if way == "check":
            assert main(["check", str(own), "--root", str(root), "--lang", "en"]) == 0
            return
        if way == "nbgrader":
            nbgrader(root, "autograde", "long")
        else:
            assert main(["grade", "long", "--root", str(root), *(["--dask", "1"] if way == "dask" else [])]) == 0
    found = read_grade(root / "gradebook" / "grades" / "long" / "ann.json")
    assert found is not None
    assert scores(found.notebooks[0]) == {"test_spin": 3.0, "test_more": 1.0, "test_train": 2.0}
