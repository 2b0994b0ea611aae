"""The tables of nbgrader's database: the columns that are read or written here.

nbgrader's own classes take 1.5 s of processor time to import. A test holds every column against them.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Interval,
    MetaData,
    String,
    Table,
    Text,
    func,
)

__all__ = [
    "METADATA",
    "assignments",
    "cells",
    "comments",
    "grade_cells",
    "grades",
    "notebooks",
    "of_submissions",
    "score_of_grade",
    "source_cells",
    "students",
    "submissions",
    "submitted_notebooks",
    "task_cells",
    "with_points",
]

METADATA = MetaData()

# --- a lesson as it was released -----------------------------------------------------------------------------------

assignments = Table(
    "assignment",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("duedate", DateTime),
)

notebooks = Table(
    "notebook",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("assignment_id", String(32)),
)

# A cell that is graded and answered is there twice: as a "GradeCell" with a score, as a "SolutionCell" with a comment.
# A "TaskCell" has both.
cells = Table(
    "base_cell",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("notebook_id", String(32), nullable=False),
    Column("type", String(50)),
)

grade_cells = Table(
    "grade_cells",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("max_score", Float, nullable=False),
)

task_cells = Table(
    "task_cells",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("max_score", Float, nullable=False),
)

source_cells = Table(
    "source_cell",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("source", Text),
    Column("notebook_id", String(32)),
)

# --- what students handed in ---------------------------------------------------------------------------------------

students = Table(
    "student",
    METADATA,
    Column("id", String(128), primary_key=True),
    Column("first_name", String(128)),
    Column("last_name", String(128)),
    Column("email", String(128)),
)

submissions = Table(
    "submitted_assignment",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),
    Column("student_id", String(128)),
    Column("timestamp", DateTime),
    Column("extension", Interval),
)

submitted_notebooks = Table(
    "submitted_notebook",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),  # the submission's
    Column("notebook_id", String(32)),
    Column("flagged", Boolean),
    Column("late_submission_penalty", Float(0)),
)

grades = Table(
    "grade",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("notebook_id", String(32)),  # the submitted notebook's
    Column("cell_id", String(32)),
    Column("auto_score", Float),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("needs_manual_grade", Boolean, nullable=False),
)

comments = Table(
    "comment",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("notebook_id", String(32)),  # the submitted notebook's
    Column("cell_id", String(32)),
    Column("auto_comment", Text),
    Column("manual_comment", Text),
)

score_of_grade = func.coalesce(grades.c.manual_score, grades.c.auto_score) + func.coalesce(grades.c.extra_credit, 0.0)
"""The score of a grade as nbgrader counts it; NULL while there is none."""


def of_submissions(table: Table) -> FromClause:
    """Join grades or comments with the lesson, notebook, cell and submission that they belong to."""
    joined = table.join(submitted_notebooks, submitted_notebooks.c.id == table.c.notebook_id)
    joined = joined.join(submissions, submissions.c.id == submitted_notebooks.c.assignment_id)
    joined = joined.join(notebooks, notebooks.c.id == submitted_notebooks.c.notebook_id)
    joined = joined.join(assignments, assignments.c.id == notebooks.c.assignment_id)
    return joined.join(cells, cells.c.id == table.c.cell_id)


def with_points(joined: FromClause) -> tuple[FromClause, ColumnElement[float]]:
    """Join what has cells in it with their points; return that, and the column of the points."""
    joined = joined.join(grade_cells, grade_cells.c.id == cells.c.id, isouter=True)
    joined = joined.join(task_cells, task_cells.c.id == cells.c.id, isouter=True)
    return joined, func.coalesce(grade_cells.c.max_score, task_cells.c.max_score)
