"""Where every student stands in a lesson: scores, open cells, late days and penalty."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from autograder.course import CellKey
from autograder.gradebook import tables
from autograder.gradebook.times import seconds_late

__all__ = ["Standing", "read_standings"]

_DAY_S = 86_400


@dataclass(frozen=True)
class Standing:
    """One student's rows of one lesson. `scores` are by cell; None is open: by hand, or UNGRADED.

    `by_hand` are the cells whose score a person entered: of these, `to_review` wait for a person to look again, and
    `above` have more than the question's points. `penalty` are the points taken for being late.
    """

    student: str
    timestamp: datetime | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    scores: dict[CellKey, float | None] = field(default_factory=dict)
    by_hand: frozenset[CellKey] = frozenset()
    to_review: frozenset[CellKey] = frozenset()
    above: frozenset[CellKey] = frozenset()

    @property
    def total(self) -> float:
        """The points so far, less the penalty; never below 0, as nbgrader exports it."""
        return round(max(0.0, sum(score or 0.0 for score in self.scores.values()) - self.penalty), 2)

    @property
    def open_cells(self) -> frozenset[CellKey]:
        """The cells that have no score yet."""
        return frozenset(cell for cell, score in self.scores.items() if score is None)

    @property
    def late_days(self) -> int:
        """The days begun after the due date (the student's extension counted in)."""
        return math.ceil(self.seconds_late / _DAY_S)


@dataclass
class _Scores:
    """The scores of one student."""

    by_cell: dict[CellKey, float | None] = field(default_factory=dict)
    by_hand: set[CellKey] = field(default_factory=set)
    to_review: set[CellKey] = field(default_factory=set)
    above: set[CellKey] = field(default_factory=set)


def read_standings(
    connection: Connection, lesson: str, bonus: Mapping[CellKey, float], student: str = ""
) -> dict[str, Standing]:
    """Return the standing of every student who handed in, or of this one alone, by student.

    `bonus` are the points beyond the maximum.
    """
    asked = _rows_of(lesson, student)
    submissions, assignments, notebooks = tables.submissions, tables.assignments, tables.submitted_notebooks
    has_some = (
        select(notebooks.c.id).where(notebooks.c.assignment_id == submissions.c.id).exists()
    )  # no extension alone
    late = (submissions.c.timestamp, assignments.c.duedate, submissions.c.extension)
    query = (
        select(submissions.c.student_id, *late)
        .join(assignments, assignments.c.id == submissions.c.assignment_id)
        .where(*asked, has_some)
    )
    rows = connection.execute(query).all()
    scores, penalties = _read_scores(connection, asked, bonus), _read_penalties(connection, asked)
    return {
        student: Standing(
            student,
            timestamp,
            seconds_late(timestamp, due, extension),
            round(penalties.get(student, 0.0), 2),
            scores[student].by_cell,
            frozenset(scores[student].by_hand),
            frozenset(scores[student].to_review),
            frozenset(scores[student].above),
        )
        for student, timestamp, due, extension in rows
    }


def _rows_of(lesson: str, student: str) -> list[ColumnElement[bool]]:
    """Return what chooses the rows of a lesson, and of one student where one is asked for."""
    one = [tables.submissions.c.student_id == student] if student else []
    return [tables.assignments.c.name == lesson, *one]


def _read_penalties(connection: Connection, asked: Sequence[ColumnElement[bool]]) -> dict[str, float]:
    """Return the points taken from each student."""
    submissions, notebooks, assignments = tables.submissions, tables.submitted_notebooks, tables.assignments
    query = (
        select(submissions.c.student_id, func.sum(notebooks.c.late_submission_penalty))
        .join(notebooks, notebooks.c.assignment_id == submissions.c.id)
        .join(assignments, assignments.c.id == submissions.c.assignment_id)
        .where(*asked)
        .group_by(submissions.c.student_id)
    )
    return {student: float(penalty or 0.0) for student, penalty in connection.execute(query)}


def _read_scores(
    connection: Connection, asked: Sequence[ColumnElement[bool]], bonus: Mapping[CellKey, float]
) -> dict[str, _Scores]:
    """Return the scores of each student. Of a bonus that tests decide, the database says that its maximum is 0."""
    names = (tables.submissions.c.student_id, tables.notebooks.c.name, tables.cells.c.name)
    grades, (joined, points) = tables.grades, tables.with_points(tables.of_submissions(tables.grades))
    columns = (tables.score_of_grade, grades.c.manual_score, grades.c.needs_manual_grade, points)
    query = select(*names, *columns).select_from(joined).where(*asked)
    found: dict[str, _Scores] = defaultdict(_Scores)
    for student, notebook, cell, score, manual, needs_person, most in connection.execute(query):
        key, scores = CellKey(notebook, cell), found[student]
        scores.by_cell[key] = None if score is None else float(score)
        if manual is not None:
            scores.by_hand.add(key)
            scores.to_review |= {key} if needs_person else set()
            scores.above |= {key} if most is not None and manual > bonus.get(key, most) else set()
    return found
