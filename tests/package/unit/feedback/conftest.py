"""A notebook of one answer with two test cells and one that a person grades, and a record of it, made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import SourceCell, SourceNotebook
from autograder.records import CellGrade, NotebookGrade
from autograder.suite import Observation, Outcome, Verdict

CELLS = (
    SourceCell(0, "code", "def double(x):\n    return x + x", "double", is_solution=True),
    SourceCell(1, "code", "", "test_double", 2.0, is_grade=True, is_locked=True),
    SourceCell(2, "code", "", "test_types", 1.0, is_grade=True, is_locked=True),
    SourceCell(3, "markdown", "", "why", 3.0, is_grade=True, is_solution=True),
)


@pytest.fixture
def notebook() -> SourceNotebook:
    return SourceNotebook("loops", Path("loops.ipynb"), CELLS, None, "")


@pytest.fixture
def graded() -> NotebookGrade:
    """Half of test_double, all of test_types; a person is to grade why."""
    return NotebookGrade(
        "loops",
        "",
        "loops.ipynb",
        "",
        "jail",
        {"test_double": CellGrade(2, 1.0), "test_types": CellGrade(1, 1.0), "why": CellGrade(3, None, True)},
        (
            Outcome("a", "test_double", 1.0, "It doubles. / 加倍。", False, Verdict.FAILED, call="double(2)", got="5"),
            Outcome("b", "test_double", 1.0, "Hidden. / 隐藏。", True, Verdict.PASSED),
            Outcome("c", "test_types", 1.0, "It is a number. / 是数。", False, Verdict.PASSED),
        ),
        cell_errors={"0": "NameError: x", "4": "NameError: x"},
        behaviours={"double": (Observation("double(2)", "5", "5"),)},
    )
