"""One notebook as a student's page shows it: its points so far, its questions, and what was wrong with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from autograder.course import CellKey, SourceNotebook, Titles
from autograder.feedback.cells import ShownCell, find_score, list_cells
from autograder.records import Grade, NotebookGrade
from autograder.submissions import Problem

if TYPE_CHECKING:
    from autograder.audit import Atlas
    from autograder.gradebook import HandGrade

__all__ = ["CellError", "Section", "list_errors", "make_section", "show_points", "show_share"]

_MOST_ERRORS = 8


class CellError(NamedTuple):
    """An error of a cell as the notebook ran. `title` is that of the question whose answer it is, "" for any other."""

    title: str
    text: str


@dataclass(frozen=True)
class Section:
    """One notebook as the page shows it.

    `possible` are its points, `earned` those so far. Cells without a score are open: `waiting` are the points of those
    that a person grades, `open` those of all others. What was not handed in is not open: it earned nothing.
    """

    name: str
    title: str
    possible: float
    earned: float
    waiting: float
    open: float
    is_missing: bool
    problems: tuple[Problem, ...]
    repairs: tuple[str, ...]
    notes: tuple[str, ...]
    errors: tuple[CellError, ...]
    cells: tuple[ShownCell, ...]

    @property
    def decided(self) -> float:
        """The points of the cells that have a score."""
        return self.possible - self.waiting - self.open

    @property
    def score(self) -> str:
        return show_points(self.earned)

    @property
    def points(self) -> str:
        return show_points(self.possible)

    @property
    def decided_points(self) -> str:
        return show_points(self.decided)

    @property
    def is_final(self) -> bool:
        return not self.waiting and not self.open

    @property
    def percent(self) -> int:
        return show_share(self.earned, self.decided)


def show_points(points: float) -> str:
    return f"{round(points, 2):g}"


def show_share(part: float, whole: float) -> int:
    return min(100, round(100 * part / whole)) if whole else 0  # a bonus is beyond the whole


def make_section(
    notebook: SourceNotebook,
    grade: Grade,
    document: Any,
    hand_grades: Mapping[CellKey, HandGrade],
    atlas: Atlas | None,
    titles: Titles,
    *,
    is_due: bool = True,
) -> Section:
    """Return a notebook's part of the page; `document` is the notebook as graded, None if there is none."""
    graded = grade.notebook(notebook.name)
    scores = [(cell, find_score(notebook, cell, graded, hand_grades)) for cell in notebook.graded_cells]
    problems = tuple(problem for problem in grade.problems if problem.notebook == notebook.name)
    is_read, is_missing = bool(graded and graded.cells), any(problem.is_missing for problem in problems)
    unscored = [cell for cell, score in scores if score is None]
    waiting = sum(cell.counted for cell in unscored if cell.is_manual and is_read)
    cells = (
        list_cells(notebook, graded, document, hand_grades, atlas, titles.questions, is_due=is_due)
        if graded and is_read
        else ()
    )
    return Section(
        notebook.name,
        titles.notebooks[notebook.name],
        notebook.points,
        earned=sum(score or 0.0 for _, score in scores),
        waiting=waiting,
        open=0.0 if is_missing else sum(cell.counted for cell in unscored) - waiting,
        is_missing=is_missing,
        problems=tuple(problem for problem in problems if not problem.is_missing),
        repairs=graded.repairs if graded is not None else (),
        notes=graded.notes if graded is not None else (),
        errors=tuple(list_errors(notebook, graded, document, titles)) if graded is not None else (),
        cells=tuple(cells),
    )


def list_errors(notebook: SourceNotebook, graded: NotebookGrade, document: Any, titles: Titles) -> list[CellError]:
    """Return the different errors of a notebook's cells as it ran; those of its test cells stand at their questions."""
    errors: dict[CellError, None] = {}
    for index, text in graded.cell_errors.items():
        cell = notebook.by_id.get(_find_grade_id(document, int(index)))
        if cell is None or not cell.is_test:
            key = notebook.key(cell) if cell is not None and cell.is_solution else None
            errors[CellError(titles.questions[key] if key is not None else "", text)] = None
    return list(errors)[:_MOST_ERRORS]


def _find_grade_id(document: Any, index: int) -> str:
    """Return the grade_id of a cell of a notebook as graded, "" if it has none."""
    cells = document["cells"] if document is not None else []
    return str(cells[index]["metadata"].get("nbgrader", {}).get("grade_id", "")) if index < len(cells) else ""
