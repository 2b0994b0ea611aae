"""What a student is told to do first: what cost most, or what that builds on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import CellKey, SourceCell, SourceNotebook, Titles
from autograder.feedback.advice import choose_next_step
from autograder.feedback.sections import Section, make_section
from autograder.records import CellGrade, Grade, NotebookGrade


def make(mend_first: dict[str, str] | None = None, **scores: float) -> Section:
    """A notebook whose questions have 4 points each, and these scores."""
    cells, titles = [], {}
    for name in scores:
        cells.append(SourceCell(len(cells), "code", "", name, is_solution=True))
        cells.append(SourceCell(len(cells), "code", "", f"test_{name}", 4.0, is_grade=True, is_locked=True))
        titles[CellKey("nb", f"test_{name}")] = f"{name.upper()} / 题{name}"
    notebook = SourceNotebook("nb", Path(), tuple(cells), None, "")
    grades = {f"test_{name}": CellGrade(4.0, score) for name, score in scores.items()}
    graded = NotebookGrade("nb", "", "nb.ipynb", "", "jail", grades)
    grade = Grade("ann", "l", "", (graded,))
    section = make_section(notebook, grade, None, {}, None, Titles("l", {"nb": "Gates / 门"}, titles))
    first = mend_first or {}
    return replace(section, cells=tuple(replace(c, mend_first=tuple(first.get(c.answer, ""))) for c in section.cells))


@pytest.mark.parametrize(
    ("scores", "anchor", "why"),
    [
        ({"a": 3, "b": 1, "c": 4}, "nb-test_b", "It cost the most points: 3."),
        ({"a": 4, "b": 2, "c": 2}, "nb-test_b", "It cost the most points: 2."),
    ],
)
def test_what_cost_most_comes_first(scores: dict[str, float], anchor: str, why: str) -> None:
    """Of equals the first one; it is named with its notebook."""
    step = choose_next_step([make(**scores)])
    assert step is not None
    assert (step.anchor, step.title) == (anchor, "Gates: B / 门：题b")
    assert step.why.startswith(why)


def test_what_it_builds_on_comes_before_it() -> None:
    """However far that is, and in no circles; what is right needs no mending."""
    scores = {"a": 3, "b": 3, "c": 1}
    step = choose_next_step([make({"c": "b", "b": "a", "a": "c"}, **scores)])
    assert step is not None
    assert step.anchor == "nb-test_a"
    assert step.why.startswith("Gates: C builds on it; the two cost 4 points.")
    right = choose_next_step([make({"c": "b"}, a=3, b=4, c=1)])
    assert right is not None
    assert right.anchor == "nb-test_c"


def test_nothing_lost_is_nothing_to_do() -> None:
    """No step."""
    assert choose_next_step([make(a=4)]) is None
