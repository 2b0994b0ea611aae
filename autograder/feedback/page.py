"""The page that a student gets: one HTML file, nothing fetched, nothing in it that came from a student alive.

Both languages are in it, and two radio buttons and a style choose one: there is no script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import CellKey, Lesson, SourceNotebook
from autograder.feedback.cells import ShownCell, find_score, list_cells
from autograder.feedback.rendering import start_page
from autograder.feedback.style import write_code_style
from autograder.feedback.wording import explain_outcome
from autograder.records import Grade, NotebookGrade
from autograder.submissions import Problem
from autograder.suite import Verdict
from autograder.text import load_template

if TYPE_CHECKING:
    from autograder.audit import Atlas
    from autograder.gradebook import HandGrade, Standing

__all__ = ["render_page"]

_MOST_ERRORS = 8
_TEMPLATE = Path(__file__).parent / "page.html.j2"


@dataclass(frozen=True)
class _Section:
    """One notebook as the page shows it.

    `possible` are its points, `earned` those so far, `waiting` those of cells that have no score yet.
    """

    name: str
    possible: float
    earned: float
    waiting: float
    is_missing: bool
    problems: tuple[Problem, ...]
    repairs: tuple[str, ...]
    errors: tuple[str, ...]
    cells: tuple[ShownCell, ...]

    @property
    def score(self) -> str:
        return f"{round(self.earned, 2):g}"

    @property
    def points(self) -> str:
        return f"{self.possible:g}"

    @property
    def percent(self) -> int:
        return _percent(self.earned, self.possible)


def render_page(
    lesson: Lesson,
    grade: Grade,
    documents: Mapping[str, Any],
    hand_grades: Mapping[CellKey, HandGrade],
    atlas: Atlas | None = None,
    standing: Standing | None = None,
) -> str:
    """Return the page of one student.

    `documents` are the student's notebooks as graded, parsed, by name; `hand_grades` are what a person entered, by
    cell. With an atlas the page says what failing code behaves like. `standing` tells how late it was and what that
    costs.
    """
    start_page()
    sections = [
        _make_section(notebook, grade, documents.get(notebook.name), hand_grades, atlas)
        for notebook in lesson.notebooks
    ]
    earned, waiting = sum(section.earned for section in sections), sum(section.waiting for section in sections)
    penalty = standing.penalty if standing is not None else 0.0
    return load_template(_TEMPLATE).render(
        lesson=lesson.name,
        student=grade.student,
        total=f"{round(max(0.0, earned - penalty), 2):g}",
        late_days=standing.late_days if standing is not None else 0,
        penalty=f"{penalty:g}",
        points=f"{lesson.points:g}",
        waiting=f"{waiting:g}" if waiting else "",
        timestamp=grade.timestamp,
        percent=_percent(earned, lesson.points),
        notebooks=sections,
        explain_outcome=explain_outcome,
        Verdict=Verdict,
        code_style=write_code_style("default"),
        dark_code_style=write_code_style("github-dark"),
    )


def _make_section(
    notebook: SourceNotebook,
    grade: Grade,
    document: Any,
    hand_grades: Mapping[CellKey, HandGrade],
    atlas: Atlas | None,
) -> _Section:
    graded = grade.notebook(notebook.name)
    scores = [(find_score(notebook, cell, graded, hand_grades), cell.points) for cell in notebook.graded_cells]
    problems = tuple(problem for problem in grade.problems if problem.notebook == notebook.name)
    return _Section(
        notebook.name,
        notebook.points,
        earned=sum(score or 0.0 for score, _ in scores),
        waiting=sum(points for score, points in scores if score is None),
        is_missing=any(problem.is_missing for problem in problems),
        problems=tuple(problem for problem in problems if not problem.is_missing),
        repairs=graded.repairs if graded is not None else (),
        errors=_list_errors(graded),
        cells=tuple(list_cells(notebook, graded, document, hand_grades, atlas)) if graded and graded.cells else (),
    )


def _list_errors(graded: NotebookGrade | None) -> tuple[str, ...]:
    """Return the different errors of a notebook's cells as it ran."""
    return tuple(dict.fromkeys(graded.cell_errors.values()))[:_MOST_ERRORS] if graded is not None else ()


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0
