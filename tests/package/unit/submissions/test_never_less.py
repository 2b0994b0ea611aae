"""A repair never makes an answer lose a point that nbgrader would have given."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course import SourceCell, SourceNotebook
from autograder.errors import SubmissionError
from autograder.submissions.restore import restore_locked_cells

_KINDS = {"given": {"is_locked": True}, "answer": {"is_solution": True}, "test": {"is_locked": True, "is_grade": True}}
_LESSON = [
    ("imports", "given", "import math"),
    ("scale", "given", "SCALE = 3\n\ndef scale(x):\n    return SCALE * x"),
    ("double", "answer", "def double(x):\n    return 2 * x"),
    ("test_double", "test", "x_test = 4\nout_test = double(x_test)\nassert out_test == 8"),
    ("parent", "given", "class Parent:\n    def size(self):\n        return math.floor(2.5)"),
    ("child", "given", "class Child(Parent):\n    pass"),
    ("test_child", "test", "assert Child().size() == 2"),
    ("both", "answer", "FACTOR = scale(1)\n\ndef both(x):\n    return scale(double(x)) + FACTOR"),
    ("test_both", "test", "x_test = 1\nassert both(x_test) == 9"),
    ("model", "answer", "class Model(Parent):\n    def size(self):\n        return super().size() + 1"),
    ("test_model", "test", "assert Model().size() == 3"),
]
_SOURCE = SourceNotebook(
    "nb",
    Path("nb.ipynb"),
    tuple(
        SourceCell(index, "code", text, name, points=float(kind == "test"), **_KINDS[kind])
        for index, (name, kind, text) in enumerate(_LESSON)
    ),
    None,
    "",
)
_WRITTEN_INTO = [
    "assert False",
    "stop()",
    "def double(x):\n    return None",
    "SCALE = 0",
    "scale = stop()",
    "import math as scale",
    "def helper(x):\n    return 2 * x",
    "class Parent:\n    pass",
    "x_test = None",
    "double = both = Model = None",
    "import numpy as np\nraise SystemExit",
    "def double(x):\n    return 2 * x\n\ndef both(x):\n    return helper(x)",
    "import math as Model\nclass Child:\n    scale = stop",
    "def helper(x, y=stop()):\n    return x",
]
_OWN = [
    "x_test = 7",
    "FACTOR = 3",
    "def helper(x):\n    return x + x",
    "def double(x):\n    return helper(x)",
    "SCALE = 3",
    "assert double(2) == 4",
    "def scale(x):\n    return 3 * x",
    "stop()",
    "from math import *",
    "out_test = double(x_test)",
    "def both(x):\n    return 6 * x + 3",
    "x = (",
    "%%time\ny = 2",
    "class Child:\n    def size(self):\n        return x_test",
    "def both(x):\n    try:\n        return helper(3 * x) + FACTOR\n    except NameError:\n        return 6 * x + 3",
    "for x_test in range(3):\n    out_test = x_test",
    "SCALE += 0\nx_test, FACTOR = 1, 3",
]


def _cell(text: str, grade_id: str = "") -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "source": text, "metadata": metadata}


def _mark(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


class _Stopped(BaseException):
    """Stands for a cell that hangs or ends its process."""


def _stop() -> None:
    raise _Stopped


class _Points(NamedTuple):
    """What passed: test cells where they stood, and functions as a suite finds them in the end; did another cell fail?"""

    cells: frozenset[str]
    suite: frozenset[str]
    is_broken: bool


def _run(cells: Iterable[tuple[str, str]]) -> _Points:
    """Run cells, each with the name of the test cell that it is or "", going on after errors."""
    space: dict[str, Any] = {"stop": _stop, "__name__": "__main__"}
    passed: dict[str, bool] = {}
    is_broken = False
    for text, test in cells:
        is_passed = True
        try:
            exec(compile(text, "<cell>", "exec"), space)  # the cells are those of this file
        except BaseException:
            is_passed = False
        if test:
            passed[test] = is_passed
        is_broken = is_broken or not (is_passed or test)
    asked: dict[str, Callable[[], bool]] = {
        "double": lambda: space["double"](5) == 10,
        "both": lambda: space["both"](2) == 15,
        "model": lambda: space["Model"]().size() == 3,
        "child": lambda: space["Child"]().size() == 2,
    }
    right = frozenset(name for name in asked if _passes(asked[name]))
    return _Points(frozenset(filter(passed.get, passed)), right, is_broken)


def _passes(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except BaseException:
        return False


def _grade_as_nbgrader(cells: list[dict[str, Any]]) -> _Points:
    """The last cell with a mark is the one; a locked one is overwritten where it stands; all run in order."""
    last = {_mark(cell): place for place, cell in enumerate(cells)}
    run = []
    for place, cell in enumerate(cells):
        origin = _SOURCE.by_id.get(_mark(cell)) if last[_mark(cell)] == place else None
        is_test = origin is not None and origin.is_test
        if origin is not None or cell["cell_type"] == "code":
            text = origin.source if origin is not None and origin.is_locked else cell["source"]
            run.append((text, _mark(cell) if is_test else ""))
    return _run(run)


def _grade(cells: list[dict[str, Any]]) -> _Points:
    restored = restore_locked_cells(json.dumps({"cells": cells}).encode(), _SOURCE)
    run = [cell for cell in restored.cells if cell.cell_type == "code"]
    return _run((cell.source, cell.origin.grade_id if cell.origin is not None and cell.is_test else "") for cell in run)


def _damage(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return the right answers after accidents."""
    cells = [_cell(text, name) for name, _, text in _LESSON]
    for _ in range(draw(st.integers(1, 6))):
        at, to = draw(st.integers(0, len(cells) - 1)), draw(st.integers(0, len(cells)))
        accident = draw(
            st.sampled_from(["move", "move", "double", "delete", "strip", "write", "replace", "add", "block"])
        )
        locked = [cell for cell in cells if _mark(cell) and not _SOURCE.by_id[_mark(cell)].is_solution]
        if accident == "move":
            cells.insert(min(to, len(cells) - 1), cells.pop(at))
        elif accident == "block":
            cells[at:] = sorted(cells[at:], key=lambda cell: _mark(cell).startswith("test"))
        elif accident == "double":
            cells.insert(to, copy.deepcopy(cells[at]))
        elif accident == "delete" and len(cells) > 8:
            del cells[at]
        elif accident == "strip":
            cells[at]["metadata"] = {}
        elif accident == "write" and locked:
            cell = draw(st.sampled_from(locked))
            cell["source"] += "\n" + draw(st.sampled_from(_WRITTEN_INTO))
        elif accident == "replace" and locked:
            draw(st.sampled_from(locked))["source"] = draw(st.sampled_from(_WRITTEN_INTO))
        else:
            cells.insert(to, _cell(draw(st.sampled_from(_OWN))))
    return cells


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_accident_costs_more_than_it_does_in_nbgrader(data: st.DataObject) -> None:
    """Whatever was moved, copied, deleted, stripped, added or written: what passes in nbgrader passes here.

    One thing is left out: a cell of the student's own may go on once a definition that was deleted is there again, and do
    harm that in nbgrader it failed too early to do.
    """
    cells = _damage(data.draw)
    try:
        ours = _grade(cells)
    except SubmissionError:
        return  # a person decides
    theirs = _grade_as_nbgrader(cells)
    given = {cell.grade_id for cell in _SOURCE.cells if cell.is_locked and not cell.is_test}
    if theirs.is_broken and given - {_mark(cell) for cell in cells}:
        return
    assert theirs.cells <= ours.cells
    assert theirs.suite <= ours.suite
