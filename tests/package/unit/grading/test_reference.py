"""The reference solution is asked as a student's notebook is."""

from __future__ import annotations

from autograder.course import SourceCell
from autograder.grading.reference import list_needed_cells


def cell(index: int, source: str, *, is_test: bool = False) -> SourceCell:
    return SourceCell(index, "code", source, f"c{index}", is_grade=is_test, is_locked=is_test)


def test_a_test_cell_runs_where_a_later_cell_uses_what_it_binds() -> None:
    """Directly or through another test cell; visible asserts that bind nothing are left out, whatever they say."""
    cells = [
        cell(0, "def read(): return 1, 2"),
        cell(1, "X, y = read()\nassert X", is_test=True),
        cell(2, "both = X + y", is_test=True),
        cell(3, "def f(x):\n    return x"),
        cell(4, "w = f(both)"),
        cell(5, "z = f(w)\nassert z", is_test=True),
        cell(6, "not python at", is_test=True),
        SourceCell(7, "markdown", "z", "c7"),
    ]
    assert [found.index for found in list_needed_cells(cells)] == [0, 1, 2, 3, 4]
