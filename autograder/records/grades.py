"""From outcomes to points, and the record that keeps them: one JSON file per student and lesson.

Points are arithmetic only: points x earned weight / total weight, to two decimals. A test that passed earns its weight,
one that awards a share earns that share of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from autograder.course import SourceNotebook
from autograder.errors import GradebookError
from autograder.files import write_file
from autograder.records.causes import Cause
from autograder.submissions import Problem
from autograder.suite import Exhibit, Observation, Outcome

__all__ = ["CellGrade", "Grade", "NotebookGrade", "grade_cells", "read_grade", "write_grade"]

FORMAT = 3
_ROUNDING = 0.0051  # scores have two decimals


class CellGrade(msgspec.Struct, frozen=True):
    """Points of one graded cell. `score` is None until a person decides, or if our side failed.

    `answer` is a hash of the answer that it grades, "" if that is not known.
    """

    points: float
    score: float | None
    is_manual: bool = False
    is_answered: bool = True
    answer: str = ""


class NotebookGrade(msgspec.Struct, frozen=True):
    """One notebook's grade and all that it rests on. `key` names the work: the same key means the same grade.

    `behaviours` holds, for each solution cell that lost points, what it did on each probe of the lesson, and `causes`
    whose mistake that is. `verdict_from` is "suite", or "notebook" without a suite: then the notebook's own test cells
    decided, in the student's process. `exhibits` holds the pictures and tables of the solution cells that lost points.
    `cell_errors` are by the index of the cell. `time_s` is wall time, `trusted_s` the processor time that it took
    outside of the jail, both in seconds. `repairs` are shown to the student; `updates`, no doing of the student's, to
    TAs alone. `beside` holds the hashes of the other files that it could use, by name;
    `notes` tell everybody what else it was graded with.
    """

    notebook: str
    key: str
    file: str
    digest: str
    runner: str
    cells: dict[str, CellGrade]
    outcomes: tuple[Outcome, ...] = ()
    repairs: tuple[str, ...] = ()
    cell_errors: dict[str, str] = {}
    ungraded: str = ""
    versions: dict[str, str] = {}
    time_s: float = 0.0
    behaviours: dict[str, tuple[Observation, ...]] = {}
    verdict_from: Literal["suite", "notebook"] = "suite"
    suite: str = ""
    exhibits: dict[str, tuple[Exhibit, ...]] = {}
    trusted_s: float = 0.0
    updates: tuple[str, ...] = ()
    causes: dict[str, Cause] = {}
    beside: dict[str, str] = {}
    notes: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Automatic points so far."""
        return round(sum(cell.score or 0.0 for cell in self.cells.values()), 2)

    @property
    def is_ungraded(self) -> bool:
        return bool(self.ungraded) or any(cell.score is None and not cell.is_manual for cell in self.cells.values())


class Grade(msgspec.Struct, frozen=True):
    """One student's record for one lesson. `timestamp` is what was handed in as one, or ""."""

    student: str
    lesson: str
    timestamp: str
    notebooks: tuple[NotebookGrade, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def score(self) -> float:
        return round(sum(notebook.score for notebook in self.notebooks), 2)

    @property
    def is_ungraded(self) -> bool:
        return any(notebook.is_ungraded for notebook in self.notebooks)

    def notebook(self, name: str) -> NotebookGrade | None:
        """Return a notebook's grade, or None if it was not handed in or could not be read."""
        return next((notebook for notebook in self.notebooks if notebook.notebook == name), None)


def grade_cells(
    notebook: SourceNotebook, outcomes: Sequence[Outcome], expected: Sequence[str], answered: Mapping[str, bool]
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
        if not complete or not total or any(test.is_ungraded for test in tests):
            grades[cell.grade_id] = CellGrade(cell.points, None)
            continue
        earned = math.fsum(test.weight * test.earned for test in tests)
        grades[cell.grade_id] = CellGrade(cell.points, round(cell.points * earned / total, 2))
    return grades


# --- the file ------------------------------------------------------------------------------------------------------


class _Format(msgspec.Struct):
    format: int


def write_grade(grade: Grade, path: Path) -> None:
    """Write a record; `GradebookError` if it cannot be written."""
    # A record that a power failure leaves half written is none, and is made again.
    data = msgspec.json.encode({"format": FORMAT, **msgspec.structs.asdict(grade)})
    write_file(path, msgspec.json.format(data, indent=2))


def read_grade(path: Path) -> Grade | None:
    """Return the record at a path, or None if there is none or it has the form of an older version.

    `GradebookError` names the place in a record that is not what it must be.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GradebookError(f"cannot be read ({error.strerror})", hint="check its rights", path=path) from None
    try:
        if _FORMAT.decode(data).format != FORMAT:
            return None
        grade = _GRADE.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _blame_record(str(error), path) from None
    for notebook in grade.notebooks:
        for name, cell in notebook.cells.items() if notebook.key else ():  # a former grader's may be beyond
            if not _is_possible(cell):
                reason = f"{notebook.notebook}/{name} has {cell.score:g} of {cell.points:g} points"
                raise _blame_record(reason, path)
    return grade


def _is_possible(cell: CellGrade) -> bool:
    """Whether a score lies from 0 to the cell's points, or above as far as rounding takes it."""
    return cell.score is None or 0 <= cell.score <= cell.points + _ROUNDING


def _blame_record(reason: str, path: Path) -> GradebookError:
    hint = "delete it, and run `autograder grade` again: it is made anew from what was handed in"
    return GradebookError(f"this record is damaged: {reason}", hint=hint, path=path)


_FORMAT = msgspec.json.Decoder(_Format)
_GRADE = msgspec.json.Decoder(Grade)
