"""Settings of a lesson decide what its notebooks may use, wherever they are graded, and are part of each grade's key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.main import main
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
    assert student.call("spin", 0.7) == 0.7


@pytest.mark.cell("test_spin")
def test_quick(student: Student) -> None:
    """A quick call comes back. / 快的调用返回。"""
    assert student.call("spin", 0.0) == 0.0


@pytest.mark.cell("test_spin")
def test_usual(student: Student) -> None:
    """A slow call comes back in the usual time. / 慢的调用在平常时间内返回。"""
    assert student.call("spin", 1.3) == 1.3


@pytest.mark.cell("test_more")
def test_more(student: Student) -> None:
    """The cell has more time. / 单元格有更多时间。"""
    assert student.call("spin", 0.7) == 0.7
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
    cell("spin(0.7)\ntrained = 1", {"cell_s": 20}, grade_id="train", solution=True),
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
    set_up(root, "call_s = 0.4\ncell_s = 0.4\nnotebook_s = 60\n")
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
