"""What nbgrader's database holds of submissions that another program graded, and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from autograder.course import CellKey
from autograder.gradebook import tables

__all__ = ["Census", "FormerRow", "read_former_rows", "read_former_times", "take_census"]


class FormerRow(NamedTuple):
    """One student's scores of one cell: what tests gave, what a person gave, and whether one is to look at it."""

    student: str
    key: CellKey
    auto_score: float | None
    manual_score: float | None
    needs_person: bool


@dataclass(frozen=True)
class Census:
    """How much a database holds, of all lessons."""

    lessons: tuple[str, ...]
    students: int
    submissions: int
    auto_scores: int
    hand_scores: int
    comments: int
    due_dates: int
    extensions: int
    penalties: int
    penalty_points: float


def read_former_rows(connection: Connection, lesson: str) -> list[FormerRow]:
    """Return all scores of a lesson."""
    grades = tables.grades
    names = (tables.submissions.c.student_id, tables.notebooks.c.name, tables.cells.c.name)
    scores = (grades.c.auto_score, grades.c.manual_score, grades.c.needs_manual_grade)
    query = select(*names, *scores).select_from(tables.of_submissions(grades))
    query = query.where(tables.assignments.c.name == lesson).order_by(*names)
    rows = connection.execute(query)
    return [FormerRow(student, CellKey(notebook, cell), *values) for student, notebook, cell, *values in rows]


def read_former_times(connection: Connection) -> list[tuple[str, str, datetime]]:
    """Return student, lesson and time (UTC) of each submission that has one."""
    submissions, assignments = tables.submissions, tables.assignments
    query = select(submissions.c.student_id, assignments.c.name, submissions.c.timestamp)
    query = query.join(assignments, assignments.c.id == submissions.c.assignment_id)
    rows = connection.execute(query.where(submissions.c.timestamp.is_not(None)))
    return [(student, lesson, timestamp) for student, lesson, timestamp in rows]


def take_census(connection: Connection) -> Census:
    """Count what a database holds."""
    grades, notebooks, submissions = tables.grades, tables.submitted_notebooks, tables.submissions
    penalty = notebooks.c.late_submission_penalty
    comment = tables.comments.c.manual_comment
    lessons = connection.execute(select(tables.assignments.c.name).order_by(tables.assignments.c.name)).scalars()

    def count(*conditions: ColumnElement[bool], of: Select[tuple[int]]) -> int:
        return int(connection.execute(of.where(*conditions)).scalar() or 0)

    return Census(
        lessons=tuple(lessons),
        students=count(of=_count(tables.students.c.id)),
        submissions=count(of=_count(submissions.c.id)),
        auto_scores=count(of=_count(grades.c.auto_score)),
        hand_scores=count(of=_count(grades.c.manual_score)),
        comments=count(comment != "", of=_count(comment)),
        due_dates=count(of=_count(tables.assignments.c.duedate)),
        extensions=count(of=_count(submissions.c.extension)),
        penalties=count(penalty > 0, of=_count(penalty)),
        penalty_points=float(connection.execute(select(func.sum(penalty))).scalar() or 0.0),
    )


def _count(column: ColumnElement[object]) -> Select[tuple[int]]:
    return select(func.count(column))
