"""Which solution cells rest on which others is read from the code, the source's and the student's."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import SourceCell, SourceNotebook
from autograder.grading.dependencies import Dependencies
from autograder.submissions import RestoredCell, RestoredNotebook

SOURCES = {
    "small": "def small(x):\n    '''Half of x.'''\n    half = x / 2\n    return half",
    "sized": "size = 3",
    "large": "def large(x):\n    return size * small(x)",
    "alone": "def alone(x):\n    return -x",
}
CELLS = tuple(
    SourceCell(index, "code", text, name, is_solution=True) for index, (name, text) in enumerate(SOURCES.items())
)
SOURCE = SourceNotebook("loops", Path("loops.ipynb"), CELLS, None, "")

PATCHED = {cell: ["alone"] for cell in ("small", "sized", "large")}


def read(*own: str, **answers: str) -> Dependencies:
    """Return what is read of a student's notebook: some answers are the student's, and cells of his own come last."""
    cells = [RestoredCell("code", answers.get(cell.grade_id, cell.source), cell) for cell in CELLS]
    return Dependencies(SOURCE, RestoredNotebook("loops", (*cells, *(RestoredCell("code", text) for text in own))))


def test_a_cell_rests_on_those_whose_names_it_mentions() -> None:
    """What the source mentions counts, whatever the student wrote; names say what is used of whom."""
    found = read(large="def large(x):\n    return 3 * x / 2")
    assert found.below("large") == ["small", "sized"]
    assert found.uses("large") == {"size": "sized", "small": "small"}
    assert found.below("small") == []
    assert found.names("large") == ["large"]
    assert [found.functions(cell) for cell in ("small", "sized")] == [["small"], []]


def test_what_the_student_mentions_counts_too_and_through_cells_of_his_own() -> None:
    """A helper in a cell that answers nothing belongs to whoever calls it."""
    assert read(alone="def alone(x):\n    return -large(x)").below("alone") == ["small", "sized", "large"]
    assert read("def helper(x):\n    return small(x)", alone="alone = lambda x: helper(x)").below("alone") == ["small"]
    assert read("x = 3\nfor half in ():\n    pass").below("alone") == []


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("best = 1", {}),
        ("def alone(x):\n    return -x\ndef small(x):\n    return 0", {"small": ["alone"]}),
        ("import torch\ntorch.exp = abs", PATCHED),
        ("import torch\nsetattr(torch, 'exp', abs)", PATCHED),
        ("small.calls = 0", {"small": ["alone"]}),
    ],
)
def test_who_has_the_last_word_on_what_a_cell_defines(text: str, changed: dict[str, list[str]]) -> None:
    """A later cell that redefines a name or changes its object, and any cell that replaces part of a module."""
    found = read(alone=text)
    assert {cell: found.changed_by(cell) for cell in SOURCES if found.changed_by(cell)} == changed


def test_code_that_is_the_source_is_known_by_its_meaning() -> None:
    """Comments, docstrings and names of local variables may be others; a redefinition elsewhere counts."""
    same = "def small(x):\n    # as we were told\n    y = x / 2\n    return y"
    assert read(small=same).is_as_given("small")
    assert not read(small=same.replace("2", "3")).is_as_given("small")
    assert not read(small=same.replace("return y", "return x")).is_as_given("small")
    assert not read("def small(x):\n    return x", small=same).is_as_given("small")
    assert not read(small="def small(x:").is_as_given("small")


def test_code_that_nobody_can_read_may_rest_on_everything() -> None:
    """A star import could bind any name; what does not compile binds none."""
    assert read(alone="from torch import *").below("small") == ["alone"]
    assert read(alone="def alone(x:").below("alone") == []
