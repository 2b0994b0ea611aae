"""What each notebook of a lesson may use, and how long a run waits for one student."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import CellSettings, Course, Lesson, Settings, SourceCell, SourceNotebook
from autograder.grading.allowance import extra_s, list_limits, notebook_limits, own_limits_s, test_limits_s
from autograder.grading.dispatch import CHUNK_S, STUDENT_S, _Piece
from autograder.grading.work import Work
from autograder.sandbox import STARVED_FACTOR, Limits

test_limits_s.__test__ = False  # type: ignore[attr-defined]
CELLS = (
    SourceCell(0, "code", "", "train", is_solution=True),
    SourceCell(1, "code", "", "test_train", 2.0, is_grade=True, is_locked=True),
    SourceCell(2, "code", ""),
)
OWN = ((0, CellSettings(cell_s=60)), (1, CellSettings(call_s=30, cell_s=40)))


def lesson(*settings: Settings) -> Lesson:
    notebooks = [
        SourceNotebook(f"n{number}", Path(f"n{number}.ipynb"), CELLS, Path("test.py"), "", one)
        for number, one in enumerate(settings)
    ]
    return Lesson("week1", Course(Path()), tuple(notebooks))


def test_notebooks_with_the_same_limits_share_a_warm_process() -> None:
    """However long they may run: only what a process is started with makes another one."""
    assert list_limits(lesson(Settings(), Settings(cell_s=3, call_s=2))) == (Limits(),)
    long = lesson(Settings(), Settings(notebook_s=100))  # no process of it may be ended before its time
    assert list_limits(long) == (Limits(cpu_s=200),)
    assert notebook_limits(long, long.notebooks[0]).cpu_s == 200
    assert len(list_limits(lesson(Settings(), Settings(preload=("csv",)), Settings(memory_mib=1)))) == 3


def test_a_cell_has_its_own_limit_wherever_it_is_in_a_submission() -> None:
    """A test cell runs as a call of its tests does where there is a suite, and as any cell without one."""
    source = lesson(Settings(cells=OWN)).notebooks[0]
    found = [None, CELLS[1], CELLS[2], CELLS[0]]
    assert own_limits_s(source, found) == {1: 30, 3: 60}
    assert own_limits_s(replace(source, suite=None), found) == {1: 40, 3: 60}
    assert test_limits_s(source) == {"test_train": 30}


def test_a_worker_is_waited_for_as_long_as_its_lesson_may_take() -> None:
    """As long as always without settings; with more time, as long as a busy machine may stretch it."""
    usual, long = lesson(Settings(), Settings(cell_s=1)), lesson(Settings(), Settings(notebook_s=130))
    assert extra_s(usual) == 0
    assert extra_s(long) == 100
    piece = _Piece((Work("ann", "n0", "", b"", ""), Work("ann", "n1", "", b"", "")))
    assert piece.limit_s(0) == STUDENT_S + CHUNK_S
    assert piece.limit_s(100) == pytest.approx(STUDENT_S + CHUNK_S + 2 * 100 * STARVED_FACTOR)
