"""The graded cells of a page: scores, states, tests, and what several cells share."""

from __future__ import annotations

from typing import Any

from autograder.audit import Atlas
from autograder.course import CellKey, SourceNotebook
from autograder.feedback.cells import CellState, ShownCell, find_score, list_cells
from autograder.gradebook import HandGrade
from autograder.records import NotebookGrade
from autograder.suite import Behaviour, Observation

WHY, TEST = CellKey("loops", "why"), CellKey("loops", "test_double")
ATLAS = Atlas({"double": Behaviour((Observation("double(2)", "4", "4"),))}, (), {})


def cell(grade_id: str, source: str, *, is_solution: bool, picture: str = "") -> dict[str, Any]:
    outputs = [{"data": {"image/png": picture}}] if picture else []
    mark = {"grade_id": grade_id, "solution": is_solution}
    return {"metadata": {"nbgrader": mark}, "source": source, "outputs": outputs}


DOCUMENT = {
    "cells": [
        cell("double", "def double(x):\n    return 5", is_solution=True, picture="AAA\n"),
        {"metadata": {}, "source": "plot()", "outputs": [{"data": {"image/png": ["B", "BB"]}}]},
        cell("test_double", "", is_solution=False),
        cell("why", "It **is** so.", is_solution=True, picture="CCC"),
    ]
}


def shown(
    notebook: SourceNotebook, graded: NotebookGrade, hand: dict[CellKey, HandGrade] | None = None
) -> list[ShownCell]:
    return list_cells(notebook, graded, DOCUMENT, hand or {}, ATLAS, {TEST: "1. Twice / 1. 两倍"})


def test_a_cell_has_its_tests_and_its_state(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """Hidden ones are apart; an open score is a dash."""
    double, types, why = shown(notebook, graded)
    assert (double.score, double.points, double.state) == ("1", "2", CellState.PART)
    assert [(one.outcome.test, one.earned, one.points) for one in (*double.tests, *double.hidden)] == [
        ("a", "0", "1"),
        ("b", "1", "1"),
    ]
    assert (double.hidden_passed, double.lost) == (1, 1.0)
    assert (types.state, why.state, why.score) == (CellState.FULL, CellState.WAITS, "–")


def test_an_answer_is_shown_with_the_first_cell_that_grades_it(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """Code and pictures once; prose is rendered for cells that a person grades."""
    double, types, why = shown(notebook, graded)
    assert (double.title, types.title, why.title) == ("1. Twice / 1. 两倍", "double", "why")
    assert (double.part, types.part, why.part) == (
        "part 1 of 2 / 第 1 部分，共 2 部分",
        "part 2 of 2 / 第 2 部分，共 2 部分",
        "",
    )
    assert "double" in double.source
    assert double.pictures == ("AAA", "BBB")
    assert (types.answer, types.source, types.pictures) == ("double", "", ())
    assert "<strong>is</strong>" in why.prose
    assert (why.source, why.pictures) == ("", ("CCC",))


def test_only_an_answer_that_lost_points_is_diagnosed(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """Full points need no counterexample."""
    double, types, _ = shown(notebook, graded)
    assert double.diagnosis is not None
    assert double.diagnosis.counterexample is not None
    assert types.diagnosis is None


def test_what_a_person_entered_counts(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """A score by hand replaces that of the tests; a comment alone changes no score."""
    hand = {WHY: HandGrade(0.0, "Look again."), TEST: HandGrade(None, "x")}
    double, _, why = shown(notebook, graded, hand)
    assert (why.state, why.comment) == (CellState.NONE, "Look again.")
    assert double.score == "1"
    assert find_score(notebook, notebook.by_id["why"], None, hand) == 0.0
    assert find_score(notebook, notebook.by_id["test_double"], None, hand) is None
