"""From outcomes to points. Arithmetic only: points x passed weight / total weight, to two decimals."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

from autograder.exhibits import Exhibit, read_exhibit
from autograder.files import write_file
from autograder.lesson import SourceNotebook
from autograder.suites import Outcome

__all__ = ["CellGrade", "Grade", "NotebookGrade", "grade_cells", "read_grade", "write_grade"]

FORMAT = 1


@dataclass(frozen=True)
class CellGrade:
    """Points of one graded cell. `score` is None where a person decides, or where our side failed."""

    points: float
    score: float | None
    is_manual: bool = False
    is_answered: bool = True


@dataclass(frozen=True)
class NotebookGrade:
    """One notebook's grade and all that it rests on. `key` names the work: the same key means the same grade.

    `behaviours` holds, for each solution cell that lost points, what it did on each probe of the lesson. `verdict_from`
    is "suite", or "notebook" where there is none: then the notebook's own test cells decided, in the student's process.
    `exhibits` holds the pictures and tables of the solution cells that lost points.
    """

    notebook: str
    key: str
    file: str
    digest: str
    runner: str
    cells: dict[str, CellGrade]
    outcomes: tuple[Outcome, ...] = ()
    repairs: tuple[str, ...] = ()
    cell_errors: dict[str, str] = field(default_factory=dict)
    ungraded: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    time_s: float = 0.0
    behaviours: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    verdict_from: str = "suite"
    suite: str = ""
    exhibits: dict[str, tuple[Exhibit, ...]] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """Automatic points so far."""
        return round(sum(cell.score or 0.0 for cell in self.cells.values()), 2)

    @property
    def is_ungraded(self) -> bool:
        return bool(self.ungraded) or any(cell.score is None and not cell.is_manual for cell in self.cells.values())


@dataclass(frozen=True)
class Grade:
    """One student's record for one lesson. `problems` are (notebook, file, message, hint)."""

    student: str
    lesson: str
    timestamp: str
    notebooks: tuple[NotebookGrade, ...]
    problems: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def score(self) -> float:
        return round(sum(notebook.score for notebook in self.notebooks), 2)

    @property
    def is_ungraded(self) -> bool:
        return any(notebook.is_ungraded for notebook in self.notebooks)

    def notebook(self, name: str) -> NotebookGrade | None:
        """Return a notebook's grade, or None where it was not handed in or could not be read."""
        return next((notebook for notebook in self.notebooks if notebook.notebook == name), None)


def grade_cells(
    notebook: SourceNotebook, outcomes: Sequence[Outcome], expected: Sequence[str], answered: dict[str, bool]
) -> dict[str, CellGrade]:
    """Return the grade of each graded cell.

    `expected` are the names of the tests that must each have one outcome: a missing one leaves its cell without a
    score, as does an UNGRADED one. `answered` tells of each hand-graded cell whether the student wrote anything.
    """
    found = {outcome.test: outcome for outcome in outcomes}
    complete = len(found) == len(outcomes) and set(found) == set(expected)
    grades: dict[str, CellGrade] = {}
    for cell in notebook.graded_cells:
        if cell.is_manual:
            is_answered = answered.get(cell.grade_id, True)
            grades[cell.grade_id] = CellGrade(cell.points, None if is_answered else 0.0, True, is_answered)
            continue
        tests = [outcome for outcome in outcomes if outcome.cell == cell.grade_id]
        total = math.fsum(test.weight for test in tests)
        if not complete or not total or any(test.verdict == "UNGRADED" for test in tests):
            grades[cell.grade_id] = CellGrade(cell.points, None)
            continue
        passed = math.fsum(test.weight for test in tests if test.is_passed)
        grades[cell.grade_id] = CellGrade(cell.points, round(cell.points * passed / total, 2))
    return grades


def write_grade(grade: Grade, path: Path) -> None:
    """Write a record; `GradebookError` where it cannot be written."""
    # A record that a power failure leaves half written is none, and is made again.
    write_file(path, _encode({"format": FORMAT, **{name: getattr(grade, name) for name in _FIELDS}}))


_FIELDS = [item.name for item in fields(Grade)]


def _encode(data: object) -> bytes:
    try:
        return orjson.dumps(data, option=orjson.OPT_INDENT_2)
    except orjson.JSONEncodeError:  # half a character, in the name of a file for example
        return json.dumps(data, default=asdict, indent=2).encode()


def read_grade(path: Path) -> Grade | None:
    """Return the record at a path; None where there is none or it is not one (then the work is done again)."""
    try:
        raw = _decode(path.read_bytes())
        if raw.pop("format") != FORMAT:
            return None
        notebooks = tuple(_read_notebook(item) for item in raw.pop("notebooks"))
        problems = tuple((a, b, c, d) for a, b, c, d in raw.pop("problems"))
        return Grade(notebooks=notebooks, problems=problems, **raw)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _decode(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


_OUTCOME_FIELDS = {item.name for item in fields(Outcome)}


def _read_outcome(raw: dict[str, Any]) -> Outcome:
    """Return an outcome without its `__init__`, which takes most of the time of reading a class of records."""
    if raw.keys() != _OUTCOME_FIELDS:
        raise ValueError("not an outcome")
    outcome = Outcome.__new__(Outcome)
    outcome.__dict__.update(raw)
    return outcome


def _read_notebook(raw: dict[str, Any]) -> NotebookGrade:
    raw["cells"] = {name: CellGrade(**cell) for name, cell in raw["cells"].items()}
    raw["outcomes"] = tuple(_read_outcome(outcome) for outcome in raw["outcomes"])
    raw["behaviours"] = {name: tuple((a, b, c) for a, b, c in lines) for name, lines in raw["behaviours"].items()}
    raw["exhibits"] = {
        name: tuple(read_exhibit(item) for item in items) for name, items in raw.get("exhibits", {}).items()
    }
    raw["repairs"] = tuple(raw["repairs"])
    return NotebookGrade(**raw)
