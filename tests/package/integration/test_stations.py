"""The profile of stations grades in one process, and finds where the time of right and of wrong notebooks goes."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course, load_lesson
from autograder.sandbox import WarmProcess

REPOSITORY = Path(__file__).resolve().parents[3]
WRONG = "and_truth_table_typed_in.py"


@pytest.mark.usefixtures("graded_here")
def test_a_mistake_shows_at_the_stations_that_it_takes(
    make_course: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A right notebook is asked and written, and one with a mistake is probed as well; both get what they must get."""
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools" / "bench"))
    from classes import right_class, wrong_class
    from stations import describe, profile, total

    course = Course(make_course("gates"))
    bank, suite = course.suites / "lesson09" / "bank" / "wrong", REPOSITORY / "tests" / "lesson09"
    bank.mkdir(parents=True)
    shutil.copy(suite / "bank" / "wrong" / WRONG, bank)
    shutil.copy(suite / "probes.py", course.suites / "lesson09")
    lesson = load_lesson(course, "lesson09")
    right, wrong = profile(lesson, right_class(lesson, 1)), profile(lesson, wrong_class(lesson, 1))
    needed = {"restore", "fork", "cells", "copy", "visible, probes", "hidden", "render", "write"}
    assert needed <= right.keys()
    assert needed | {"alone", "observe"} <= wrong.keys()
    assert wrong["copy"].calls > right["copy"].calls
    share = right["cells"].wall_s / total(right).wall_s
    assert 0 < share < 1
    assert f"| cells | {right['cells'].calls:.2f} | {1000 * right['cells'].wall_s:.2f} | {share:.0%} |" in describe(
        "Right", right, 1
    )


def test_the_floor_is_the_cells_and_nothing_else(
    make_course: Callable[[str], Path], warm: WarmProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it asks of a child is answered: every cell runs to its end, and that took some time."""
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools" / "bench"))
    import floor

    monkeypatch.setattr(
        floor, "WarmProcess", lambda: contextlib.nullcontext(warm)
    )  # to start another one takes seconds
    answer = tmp_path / "floor.json"
    floor.main(str(make_course("activations")), "lesson09", "1", str(answer))
    assert json.loads(answer.read_text())["wall_s"] > 0
