"""Every name that a lesson's answers define is everything that nobody would expect, once in every form."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

from autograder.audit.odd import make_odd_answers
from autograder.course import SourceCell, SourceNotebook

SOURCES = ("a = 1", "def b():\n    return a", "class C(nn.Module):\n    pass", "d = 2\ne, f = 3, 4", "import g")


def notebook() -> SourceNotebook:
    code = [SourceCell(place, "code", text, f"cell{place}", is_solution=True) for place, text in enumerate(SOURCES)]
    others = (SourceCell(9, "markdown", "h = 1", "why", is_solution=True), SourceCell(10, "code", "i = 1", "given"))
    return SourceNotebook("loops", Path("loops.ipynb"), (*code, *others), None, "")


def test_every_name_is_odd_in_every_form() -> None:
    """A name is a value; a function also returns it; a class also builds what returns it."""
    whats: Counter[str] = Counter()
    for answer in make_odd_answers(notebook()):
        for part in answer.sentence.partition(", ")[0], answer.sentence.partition(", ")[2]:
            if part:
                whats[" ".join(part.split()[:2])] += 1
    count = whats["a is"]
    assert count >= 9
    expected = {"a is", "b is", "b gives", "C is", "C gives", "C builds", "d is"}
    assert {what for what, often in whats.items() if often == count} == expected


def test_a_cell_keeps_its_answer_and_becomes_odd_behind_it() -> None:
    """All else that it defines stays, and every cell is Python."""
    for answer in make_odd_answers(notebook()):
        assert answer.notebook == "loops"
        for cell in answer.cells:
            assert cell.source.startswith(SOURCES[int(cell.grade_id.removeprefix("cell"))])
            compile(cell.source, cell.grade_id, "exec")


def test_neighbours_keep_their_answers() -> None:
    """A test of one needs what the cells before it define."""
    for answer in make_odd_answers(notebook()):
        places = sorted(int(cell.grade_id.removeprefix("cell")) for cell in answer.cells)
        assert all(after - before >= 3 for before, after in itertools.pairwise(places))
