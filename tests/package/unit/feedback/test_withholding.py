"""What may not be told yet is in nothing that is told: neither a verdict, nor a score, a hint, or the size of a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.course import Course, Lesson, Settings, SourceCell, SourceNotebook
from autograder.feedback import find_hidden_cells, render_page, withhold_hidden
from autograder.records import Cause, CauseKind, CellGrade, Grade, NotebookGrade, OtherCell
from autograder.suite import Outcome, Verdict


def end_hidden_as(graded: NotebookGrade, verdict: Verdict) -> NotebookGrade:
    """The record of somebody whose visible tests passed, and whose hidden test ended so; with all that follows."""
    visible, hidden, other = graded.outcomes
    is_right = verdict is Verdict.PASSED
    outcomes = (
        msgspec.structs.replace(visible, verdict=Verdict.PASSED),
        msgspec.structs.replace(hidden, verdict=verdict, message="" if is_right else "it lost / 失分"),
        other,
    )
    return msgspec.structs.replace(
        graded,
        outcomes=outcomes,
        cells=graded.cells | {"test_double": CellGrade(2, 2.0 if is_right else 1.0)},
        behaviours={} if is_right else graded.behaviours,
        causes={} if is_right else {"double": Cause(CauseKind.CALLED, "double", (OtherCell("double", "double"),))},
    )


def read_page(notebook: SourceNotebook, graded: NotebookGrade, setting: Any, *, is_due: bool) -> str:
    lesson = Lesson("week1", Course(Path()), (replace(notebook, settings=Settings(show_hidden=setting)),))
    grade = withhold_hidden(lesson, Grade("ann", "week1", "", (graded,)), is_due=is_due)
    return render_page(lesson, grade, {}, {}, is_due=is_due)


@pytest.mark.parametrize(
    ("setting", "is_due", "tells"),
    [("at once", False, True), ("after due", False, False), ("after due", True, True), ("never", True, False)],
)
def test_a_page_depends_on_hidden_verdicts_only_when_they_may_be_seen(
    notebook: SourceNotebook, graded: NotebookGrade, setting: Any, is_due: bool, tells: bool
) -> None:
    """Until then it is the same page, byte for byte, however the hidden test ended."""
    pages = {
        read_page(notebook, end_hidden_as(graded, verdict), setting, is_due=is_due)
        for verdict in (Verdict.PASSED, Verdict.FAILED, Verdict.TIMED_OUT)
    }
    assert len(pages) == (3 if tells else 1)
    assert tells or "2 points wait" in pages.pop()


def test_what_visible_tests_found_is_told(notebook: SourceNotebook, graded: NotebookGrade) -> None:
    """The lost share, the next step and what does not hold; not a score, and not what the hidden test says."""
    text = read_page(notebook, graded, "never", is_due=True)
    assert "It cost the most points: 1. This does not hold yet: It doubles." in text
    assert '<span class="pill part">– / 2</span>' in text
    assert "Hidden." not in text
    assert "hidden tests: 1; their verdicts are not shown; the points once results are published" in text
    lesson = Lesson("week1", Course(Path()), (replace(notebook, settings=Settings(show_hidden="never")),))
    told = withhold_hidden(lesson, Grade("ann", "week1", "", (graded,)), is_due=True)
    assert told.score == 1.0
    assert told.notebooks[0].behaviours == graded.behaviours


def test_a_cause_that_names_a_question_with_hidden_tests_is_not_told(
    notebook: SourceNotebook, graded: NotebookGrade
) -> None:
    """Another question's note would say that this one is not right."""
    graded = msgspec.structs.replace(
        graded, causes={"other": Cause(CauseKind.POSSIBLE, "other", (OtherCell("double", "double"),))}
    )
    lesson = Lesson("week1", Course(Path()), (replace(notebook, settings=Settings(show_hidden="never")),))
    assert withhold_hidden(lesson, Grade("a", "week1", "", (graded,)), is_due=True).notebooks[0].causes == {}


@pytest.mark.parametrize(
    ("verdict", "where", "is_hidden", "is_told"),
    [
        (Verdict.PASSED, "", False, False),
        (Verdict.TIMED_OUT, "", False, False),
        (Verdict.FAILED, "", True, False),
        (Verdict.FAILED, "", False, False),  # the cell's value, which may come of both
        (Verdict.FAILED, "line 1", False, True),
    ],
)
def test_a_test_cell_without_a_suite_tells_only_of_its_visible_lines(
    verdict: Verdict, where: str, is_hidden: bool, is_told: bool
) -> None:
    """It is one test: where its hidden lines could have decided, nothing is told."""
    source = "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(2) == 4\n### END HIDDEN TESTS"
    cells = (
        SourceCell(0, "code", "def double(x): pass", "double", is_solution=True),
        SourceCell(1, "code", source, "test_double", 2.0, is_grade=True, is_locked=True),
    )
    notebook = SourceNotebook("loops", Path("loops.ipynb"), cells, None, "", settings=Settings(show_hidden="never"))
    outcome = Outcome("test_double", "test_double", 1.0, "It runs.", is_hidden, verdict, where=where)
    graded = NotebookGrade(
        "loops", "", "loops.ipynb", "", "jail", {"test_double": CellGrade(2, 2.0)}, (outcome,), verdict_from="notebook"
    )
    assert find_hidden_cells(notebook, graded) == {"test_double"}
    lesson = Lesson("week1", Course(Path()), (notebook,))
    told = withhold_hidden(lesson, Grade("ann", "week1", "", (graded,)), is_due=False).notebooks[0]
    assert (told.outcomes[0] == outcome) is is_told
    assert told.cells["test_double"].score is None
