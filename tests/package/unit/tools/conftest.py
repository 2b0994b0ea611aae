"""The benchmark's modules find each other by their names alone, as they do when `tools/bench` is run."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course, Lesson, load_lesson

sys.path.append(str(Path(__file__).resolve().parents[4] / "tools" / "bench"))

RIGHT = '"""Right."""\n# notebook: {0}\n\n# %% answer_{0}\nanswer = {1} * 2\n'
WRONG = '"""Wrong."""\n# notebook: {0}\n# scores: test_{0}=0.5\n\n# %% answer_{0}\nanswer = -{1}\n'


def _mark(grade_id: str, **words: object) -> dict[str, object]:
    flags = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "grade_id": grade_id}
    return {"nbgrader": {**flags, **words}}


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """Two notebooks with one test cell each; two right and four wrong answers for each in the bank."""
    course = Course(tmp_path / "course")
    (course.solutions / "week1").mkdir(parents=True)
    for name in ("loops", "knots"):
        test = _mark(f"test_{name}", grade=True, locked=True, points=2)
        cells = [new_code_cell("answer = 2", metadata=_mark(f"answer_{name}", solution=True))]
        cells.append(new_code_cell("assert answer == 2", metadata=test))
        nbformat.write(new_notebook(cells=cells), course.solutions / "week1" / f"{name}.ipynb")
        for kind, text, count in (("right", RIGHT, 2), ("wrong", WRONG, 4)):
            folder = course.suites / "week1" / "bank" / kind
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, count + 1):
                (folder / f"{name}_{number}.py").write_text(text.format(name, number))
    return load_lesson(course, "week1")
