"""A student's page: totals, what is still open, late work, files that were not read, and nothing alive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.course import CellKey, Course, Lesson, Settings, SourceNotebook
from autograder.feedback import render_page
from autograder.gradebook import HandGrade, Standing
from autograder.records import Grade, NotebookGrade
from autograder.submissions import Problem, ProblemKind
from autograder.suite import Outcome, Verdict
from autograder.text import SWITCH_SCRIPT

EVIL = "<script>alert(1)</script>"


def page(
    notebook: SourceNotebook,
    *graded: NotebookGrade,
    problem: Problem | None = None,
    standing: Standing | None = None,
    score: float | None = 3.0,
    name: str = "",
) -> str:
    """The page of a student with a hand-graded score of 3 who wrote nothing."""
    lesson = Lesson("week1", Course(Path()), (notebook,))
    problems = (problem,) if problem is not None else ()
    hand = {CellKey("loops", "why"): HandGrade(score, EVIL)} if graded else {}
    return render_page(lesson, Grade(EVIL, "week1", "", graded, problems), {}, hand, None, standing, name)


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
    assert "1 error while your notebook ran" in text
    assert text.count("<script") == 1
    assert f"<script>{SWITCH_SCRIPT}</script>" in text
    assert EVIL not in page(notebook, graded, name=EVIL)


def test_points_that_wait_are_not_counted_as_lost(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """The total is of what has a score; what waits for a TA is named apart."""
    text = page(notebook, graded, score=None)
    assert '<b>2</b> <span><span lang="zh">分（已评的 3 分中）</span><span lang="en">of 3 so far</span></span>' in text
    assert "3 points wait for a TA; the lesson has 6." in text
    assert "are still to be graded" not in text


def test_what_a_test_gave_and_what_a_person_wrote_is_said_in_both_languages(
    notebook: SourceNotebook, graded: NotebookGrade
) -> None:
    """The points of a test that was not passed are a sentence; a comment has a heading."""
    text = page(notebook, graded)
    assert "0 of 1" in text
    assert "得 0 分，共 1 分" in text
    assert "From the teaching assistant" in text
    assert "助教评语" in text


def test_one_step_comes_first(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """The question that cost most, and what does not hold there; nothing to mend if nothing is lost."""
    step = page(notebook, graded).split('<div class="first">')[1].split("</div>")[0]
    assert '<a href="#loops-test_double">' in step
    assert "It cost the most points: 1. This does not hold yet: It doubles." in step
    assert "这里丢分最多：1 分。还不满足的是：加倍。" in step
    cells = {name: msgspec.structs.replace(cell, score=cell.points) for name, cell in graded.cells.items()}
    assert "Nothing to mend" in page(notebook, msgspec.structs.replace(graded, cells=cells))


def test_the_roster_names_the_student(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """Beside the id."""
    assert "Ann Lee · &lt;script&gt;" in page(notebook, graded, name="Ann Lee")


def test_a_file_that_is_missing_or_refused_is_told(notebook: SourceNotebook) -> None:
    """Its points are still to be graded; no cells are shown."""
    gone = page(notebook, problem=Problem("loops", "loops.ipynb", "not handed in", "ask", ProblemKind.NOT_HANDED_IN))
    assert "This notebook was not handed in." in gone
    assert "could not be graded" not in gone
    refused = page(notebook, problem=Problem("loops", "loops.ipynb", f"{EVIL} no JSON / 不是 JSON", "ask"))
    assert "This file could not be graded" in refused
    assert "6 points are still to be graded" in refused
    for text, why in ((gone, "It was not handed in: 6 points."), (refused, "none of its 6 points are graded yet")):
        assert why in text.split('<div class="first">')[1].split("</div>")[0]
    assert '<details class="question"' not in gone + refused


@pytest.mark.parametrize(
    ("setting", "is_due", "says"),
    [
        ("at once", False, "hidden tests: 1 of 2 passed"),
        ("after due", False, "hidden tests: 2; their verdicts are shown after the due date"),
        ("after due", True, "hidden tests: 1 of 2 passed"),
        ("never", True, "hidden tests: 2; their verdicts are not shown"),
    ],
)
def test_hidden_verdicts_are_shown_when_the_lesson_says(
    notebook: SourceNotebook, graded: NotebookGrade, setting: Any, is_due: bool, says: str
) -> None:
    """Until then the page says how many there are, and neither their sentences nor their verdicts."""
    hidden = Outcome("hid", graded.outcomes[0].cell, 1.0, "A secret.", True, Verdict.FAILED)
    graded = msgspec.structs.replace(graded, outcomes=(*graded.outcomes, hidden))
    notebook = replace(notebook, settings=Settings(show_hidden=setting))
    lesson = Lesson("week1", Course(Path()), (notebook,))
    text = render_page(lesson, Grade("s", "week1", "", (graded,), ()), {}, {}, is_due=is_due)
    assert says in text
    assert ("A secret." in text) is (" of 2 passed" in says)
