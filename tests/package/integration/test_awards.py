"""Partial credit by value, and values of odd forms, in a lesson that is graded in the jail."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import NotebookGrade
from autograder.suite import Verdict

REPOSITORY = Path(__file__).resolve().parents[3]
SUITE = '''"""The suite of the lesson."""

import pytest

from autograder.suite import award, expect_number


@pytest.mark.cell("test_pair", weight=3)
def test_share(student):
    """The share is awarded. / 按比例得分。"""
    award(student.call("share"), "not all / 不完全")


@pytest.mark.cell("test_pair")
@pytest.mark.parametrize("number", [2, 3])
def test_pair(student, number):
    """The pair holds the number. / 这一对值包含该数。"""
    first, second = student.call("pair", number)
    expect_number(first + second, number)


@pytest.mark.cell("test_pair")
def test_source(student):
    """The pair is right in the suite's own source. / 在测试代码中这一对值正确。"""
    first, second = student.evaluate("pair(5)")
    expect_number(first + second, 5)
'''
RIGHT = "def pair(number):\n    return number - 1, 1\n\ndef share():\n    return 1.0"
LUCKY = """
def pair(number):
    return number - 1, 1

def share():
    with open("seen", "a+") as file:
        file.write("x")
        file.seek(0)
        return 0.2 if len(file.read()) == 1 else 0.9
"""


@pytest.fixture
def root(tmp_path: Path, graded_here: None) -> Path:
    def mark(**more: Any) -> dict[str, Any]:
        usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
        return {"nbgrader": {**usual, **more}}

    cells = [
        new_code_cell(RIGHT, metadata=mark(grade_id="pair", solution=True), id="a"),
        new_code_cell("pair(2)", metadata=mark(grade_id="test_pair", grade=True, locked=True, points=12), id="b"),
    ]
    (tmp_path / "solutions" / "toy").mkdir(parents=True)
    (tmp_path / "tests" / "toy").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), tmp_path / "solutions" / "toy" / "pairs.ipynb")
    (tmp_path / "tests" / "toy" / "test_pairs.py").write_text(SUITE, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    return tmp_path


def grade(root: Path, *answers: str) -> list[NotebookGrade]:
    notebook = load_lesson(Course(root), "toy").notebook("pairs")
    work = []
    for number, answer in enumerate(answers):
        document: Any = nbformat.read(notebook.path, as_version=4)
        document.cells[0].source = answer
        work.append(Work(str(number), "pairs", "pairs.ipynb", nbformat.writes(document).encode(), ""))
    return [result.grade for result in grade_chunk(Chunk(root, "toy", "jail", tuple(work)))]


def test_points_add_up_by_shares_and_odd_values_are_the_students(root: Path) -> None:
    """All, a share of one test, and None instead of a pair: with parameters or in the suite's own source, it is FAILED
    and names what came back.
    """
    right, partly, odd = grade(
        root,
        RIGHT,
        RIGHT.replace("1.0", "0.5"),
        RIGHT.replace("return number - 1, 1", "return None"),
    )
    assert [found.score for found in (right, partly, odd)] == [12.0, 9.0, 6.0]
    assert [(test.test, test.share) for test in partly.outcomes if not test.is_passed] == [("test_share", 0.5)]
    assert {(test.verdict, test.message) for test in odd.outcomes if not test.is_passed} == {
        (Verdict.FAILED, "None, nothing that can be judged here / None，在这里无法评判")
    }


def test_a_share_is_drawn_once(root: Path) -> None:
    """An answer that gets more when it is asked again must get as much where its cells run anew."""
    [lucky] = grade(root, LUCKY)
    assert [test.share for test in lucky.outcomes if not test.is_passed] == [0.2]
