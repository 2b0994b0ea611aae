"""A lesson of one notebook and records of it, made by hand: nothing is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course, Lesson, SourceCell, SourceNotebook

CELLS = (
    SourceCell(0, "code", "def double(x):\n    return x + x", "double", is_solution=True),
    SourceCell(1, "code", "", "test_double", 2.0, is_grade=True, is_locked=True),
    SourceCell(2, "code", "", "test_types", 1.0, is_grade=True, is_locked=True),
    SourceCell(3, "markdown", "", "why", 3.0, is_grade=True, is_solution=True),
)


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """loops: the solution `double` with two test cells of 2 and 1 points, and `why`, which a person grades, of 3."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    return Lesson("week1", Course(tmp_path), (SourceNotebook("loops", Path("loops.ipynb"), CELLS, None, ""),))
