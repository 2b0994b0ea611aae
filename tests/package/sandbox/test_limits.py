"""What a lesson's settings give: to the notebook, to one cell of it, to one question."""

from __future__ import annotations

import pytest

from autograder.course import CellSettings, Settings
from autograder.errors import StudentTimedOut
from autograder.sandbox import (
    Budget,
    Limits,
    StudentNotebook,
    StudentProxy,
    WarmProcess,
    find_budget,
    find_limits,
    open_student,
    warm_process,
)

SPIN = "import time\ndef spin(seconds):\n    end = time.process_time() + seconds\n    while time.process_time() < end: pass\n"
HASTY = Budget(cell_s=0.3, call_s=0.3)


def test_without_settings_all_is_as_usual() -> None:
    """And all notebooks of one student share his minute."""
    assert find_budget(Settings(), 4) == Budget().share(4)
    assert find_limits(Settings(), 60) == Limits()


def test_a_raised_limit_raises_what_the_notebook_has() -> None:
    """Three times the longest limit; `notebook_s` says otherwise, and a lower limit lowers nothing else."""
    assert find_budget(Settings(cell_s=60), 4).notebook_s == 180
    assert find_budget(Settings(cells=((3, CellSettings(cell_s=50)),)), 4).notebook_s == 150
    assert find_budget(Settings(cells=((3, CellSettings(call_s=30)),)), 4).notebook_s == 90
    assert find_budget(Settings(cell_s=60, notebook_s=70), 4).notebook_s == 70
    assert find_budget(Settings(cell_s=1), 4) == Budget(cell_s=1).share(4)
    assert find_budget(Settings(call_s=8, judging_s=5), 1) == Budget(call_s=8, hasty_s=1, trusted_s=5)


def test_other_limits_follow_their_settings() -> None:
    """A file may be as large a part of the disk as usual; no process is ended before the notebook's time is."""
    limits = find_limits(Settings(memory_mib=4096, disk_mib=960, output_chars=1000, preload=("csv",)), 600)
    assert limits == Limits(1200, 4096, file_mib=640, disk_mib=960, output_chars=1000, preload=("csv",))


def test_one_cell_has_more_time_than_the_others(warm: WarmProcess) -> None:
    """The one that may take long comes to its end, and the same work elsewhere does not."""
    cells = [(0, SPIN), (1, "spin(0.6)\ntrained = 1"), (2, "spin(0.6)\nother = 1")]
    with StudentNotebook(warm, cells, budget=HASTY, cell_limits_s={1: 20.0}) as notebook:
        results = notebook.run()
        assert results[1].error is None
        assert isinstance(results[2].error, StudentTimedOut)
        assert "0.3 s" in str(results[2].error)
        with StudentProxy(notebook) as student:
            assert student.read("trained") == 1


def test_one_question_has_more_time_than_the_others(warm: WarmProcess) -> None:
    with StudentNotebook(warm, [(0, SPIN)], budget=HASTY) as notebook:
        with StudentProxy(notebook, call_s=20.0) as student:
            assert student.call("spin", 0.6) is None
            with student.apart() as other:
                assert other.call("spin", 0.6) is None
        with StudentProxy(notebook) as student, pytest.raises(StudentTimedOut, match=r"0\.3 s"):
            student.call("spin", 0.6)


def test_packages_are_loaded_before_the_fork_and_leave_no_trace_in_the_notebook() -> None:
    """What is preloaded is there at once and not by name; what is missing is nobody's end."""
    look = "import sys\nloaded = [name in sys.modules for name in ('colorsys', 'sndhdr_of_nobody')]\nknown = 'colorsys' in dir()"
    limits = Limits(preload=("colorsys", "sndhdr_of_nobody"))
    with warm_process("jail", limits) as own, open_student(own, [(0, look)]) as student:
        assert student.read("loaded") == [True, False]
        assert student.read("known") is False
