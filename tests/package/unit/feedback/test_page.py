"""A student's page: totals, what is still open, late work, files that were not read, and nothing alive."""

from __future__ import annotations

from pathlib import Path

from autograder.course import CellKey, Course, Lesson, SourceNotebook
from autograder.feedback import render_page
from autograder.gradebook import HandGrade, Standing
from autograder.records import Grade, NotebookGrade
from autograder.submissions import Problem, ProblemKind

EVIL = "<script>alert(1)</script>"


def page(
    notebook: SourceNotebook, *graded: NotebookGrade, problem: Problem | None = None, standing: Standing | None = None
) -> str:
    """The page of a student with a hand-graded score of 3 who wrote nothing."""
    lesson = Lesson("week1", Course(Path()), (notebook,))
    problems = (problem,) if problem is not None else ()
    hand = {CellKey("loops", "why"): HandGrade(3.0, EVIL)} if graded else {}
    return render_page(lesson, Grade(EVIL, "week1", "", graded, problems), {}, hand, None, standing)


def test_the_total_holds_what_a_person_entered_less_the_penalty(
    notebook: SourceNotebook, graded: NotebookGrade
) -> None:
    """Never below 0."""
    assert '<div class="total"><b>5</b> <span>/ 6</span>' in page(notebook, graded)
    late = page(notebook, graded, standing=Standing("s", None, 90_000.0, 1.5))
    assert '<div class="total"><b>3.5</b>' in late
    assert "late by 2 day(s): 1.5 points taken" in late
    assert '<div class="total"><b>0</b>' in page(notebook, graded, standing=Standing("s", None, 90_000.0, 50.0))


def test_nothing_that_came_from_a_student_is_alive(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """Names and comments are text; the same error of two cells is told once."""
    text = page(notebook, graded)
    assert EVIL not in text
    assert "&lt;script&gt;" in text
    assert "errors while the notebook ran: 1" in text


def test_a_file_that_is_missing_or_refused_is_told(notebook: SourceNotebook) -> None:
    """Its points are still to be graded; no cells are shown."""
    gone = page(notebook, problem=Problem("loops", "loops.ipynb", "not handed in", "ask", ProblemKind.NOT_HANDED_IN))
    assert "This notebook was not handed in." in gone
    assert "could not be graded" not in gone
    refused = page(notebook, problem=Problem("loops", "loops.ipynb", f"{EVIL} no JSON / 不是 JSON", "ask"))
    assert "This file could not be graded" in refused
    assert "6 points are still to be graded" in refused
    assert '<details class="question"' not in gone + refused
