"""What is kept of changed locked cells is found within a bound, whatever was written there."""

from __future__ import annotations

import time

import pytest

from autograder.course import SourceCell
from autograder.submissions.names import NameReader
from autograder.submissions.restored import RestoredCell
from autograder.submissions.salvage import keep_definitions

LOCKED = RestoredCell("code", "", SourceCell(0, "code", "", "x", is_locked=True))


@pytest.mark.parametrize("name", ["a", "a{}"])
def test_definitions_are_looked_for_in_each_cell_once(name: str) -> None:
    """Thousands of imports in locked cells and as many other cells: 6 s, where each was looked for in each."""
    text = "import " + ",".join(name.format(number) for number in range(3_000))
    cells = [LOCKED, *(RestoredCell("code", f"b{number} = 1") for number in range(2_000))]
    start_s = time.process_time()
    assert keep_definitions({"x": text, "y": text}, cells, frozenset(), NameReader()) == {}
    assert time.process_time() - start_s < 1.5


@pytest.mark.parametrize("value", ["a" + ".b" * 600, "a" + "|b" * 600, "lambda:" * 40 + "a" + ".b" * 900])
def test_a_value_that_is_too_deep_is_left_out(value: str) -> None:
    """It is the student's own, and no reason not to grade the notebook."""
    text = f"x = {value}\ny = 1"
    assert keep_definitions({"x": text}, [LOCKED], frozenset({"x", "y"}), NameReader())["x"].names == ("y",)


def test_an_import_may_be_repeated_below() -> None:
    above, below = RestoredCell("code", "import a"), RestoredCell("code", "import a")
    text = "import a"
    assert "x" in keep_definitions({"x": text}, [LOCKED, below], frozenset(), NameReader())
    assert keep_definitions({"x": text}, [above, LOCKED, below], frozenset(), NameReader()) == {}
    assert keep_definitions({"x": "a = 1"}, [LOCKED, below], frozenset({"a"}), NameReader()) == {}
