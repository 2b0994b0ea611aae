"""Make the rows of some submissions say what their records say.

Whole lists of rows are sent at once: nbgrader's objects, made one by one, take as long as the grading. A score or
comment that a person entered is never changed; a score that waits for review does so until a person decides.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select

from autograder.course import CellKey
from autograder.gradebook import tables
from autograder.gradebook.by_hand import NO_RESPONSE
from autograder.gradebook.layout import LessonLayout
from autograder.gradebook.times import read_time
from autograder.records import Grade

__all__ = ["NO_REVIEWS", "Reviews", "write_rows"]


@dataclass(frozen=True)
class Reviews:
    """The scores by hand to mark for review now, by student and cell, and those that were marked before."""

    new: frozenset[tuple[str, CellKey]] = frozenset()
    earlier: frozenset[tuple[str, CellKey]] = frozenset()


NO_REVIEWS = Reviews()


class _SubmissionRow(NamedTuple):
    id: str
    timestamp: datetime | None


class _GradeRow(NamedTuple):
    id: str
    auto_score: float | None
    manual_score: float | None
    needs_person: bool


class _CommentRow(NamedTuple):
    id: str
    auto_comment: str | None


@dataclass
class _Rows:
    """What the database holds of some students' submissions: by student, then by notebook, then by cell."""

    submissions: dict[str, _SubmissionRow] = field(default_factory=dict)
    notebooks: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    grades: dict[str, dict[str, _GradeRow]] = field(default_factory=lambda: defaultdict(dict))
    comments: dict[str, dict[str, _CommentRow]] = field(default_factory=lambda: defaultdict(dict))
    penalized: set[str] = field(default_factory=set)


def write_rows(
    connection: Connection, layout: LessonLayout, grades: Sequence[Grade], reviews: Reviews = NO_REVIEWS
) -> list[str]:
    """Make the rows say what the records say; whoever is new is entered.

    Return the submissions that may have to lose points for being late, or to get them back.
    """
    students = [grade.student for grade in grades]
    _enter_students(connection, students)
    rows, batch = _read_rows(connection, layout.id, students), _Batch()
    writer = _Writer(layout, rows, batch, reviews)
    submissions = {student: writer.bring(grade) for student, grade in zip(students, grades, strict=True)}
    batch.send(connection)
    return [id for student, id in submissions.items() if layout.has_due_date or student in rows.penalized]


def _enter_students(connection: Connection, students: Sequence[str]) -> None:
    query = select(tables.students.c.id).where(tables.students.c.id.in_(students))
    known = set(connection.execute(query).scalars())
    new = [{"id": student} for student in dict.fromkeys(students) if student not in known]
    if new:
        connection.execute(tables.students.insert(), new)


def _read_rows(connection: Connection, lesson: str, students: Collection[str]) -> _Rows:
    rows = _Rows()
    submissions, notebooks = tables.submissions, tables.submitted_notebooks
    own = (submissions.c.assignment_id == lesson, submissions.c.student_id.in_(students))
    query = select(submissions.c.student_id, submissions.c.id, submissions.c.timestamp).where(*own)
    for student, *values in connection.execute(query):
        rows.submissions[student] = _SubmissionRow(*values)
    columns = (notebooks.c.id, notebooks.c.notebook_id, notebooks.c.late_submission_penalty)
    query = select(submissions.c.student_id, *columns).select_from(notebooks)
    query = query.join(submissions, submissions.c.id == notebooks.c.assignment_id).where(*own)
    ids = []
    for student, id, notebook, penalty in connection.execute(query):
        rows.notebooks[student][notebook] = id
        ids.append(id)
        if penalty is not None:
            rows.penalized.add(student)
    _read_cells(connection, rows, ids)
    return rows


def _read_cells(connection: Connection, rows: _Rows, notebooks: Collection[str]) -> None:
    grades, comments = tables.grades, tables.comments
    columns = (grades.c.id, grades.c.auto_score, grades.c.manual_score, grades.c.needs_manual_grade)
    query = select(grades.c.notebook_id, grades.c.cell_id, *columns).where(grades.c.notebook_id.in_(notebooks))
    for notebook, cell, *values in connection.execute(query):
        rows.grades[notebook][cell] = _GradeRow(*values)
    query = select(comments.c.notebook_id, comments.c.cell_id, comments.c.id, comments.c.auto_comment)
    for notebook, cell, *values in connection.execute(query.where(comments.c.notebook_id.in_(notebooks))):
        rows.comments[notebook][cell] = _CommentRow(*values)


class _Writer:
    """Compares records with rows, and puts what differs into a batch."""

    def __init__(self, layout: LessonLayout, rows: _Rows, batch: _Batch, reviews: Reviews) -> None:
        self._layout = layout
        self._rows = rows
        self._batch = batch
        self._reviews = reviews

    def bring(self, grade: Grade) -> str:
        """Bring one submission to its record; return its key in the database."""
        submission = self._bring_submission(grade.student, read_time(grade.timestamp))
        for notebook in self._layout.notebooks:
            own = self._rows.notebooks[grade.student].get(notebook.id)
            if own is None:
                values = {"assignment_id": submission, "notebook_id": notebook.id, "flagged": False}
                own = self._batch.insert(tables.submitted_notebooks, values)
            result = grade.notebook(notebook.name)
            found = result.cells if result is not None else {}
            for cell in notebook.graded:
                graded = found.get(cell.grade_id)
                key = (grade.student, CellKey(notebook.name, cell.grade_id))
                self._bring_score(own, cell.id, graded.score if graded is not None else None, key)
            for cell in notebook.commented:
                graded = found.get(cell.grade_id)
                is_empty = graded is not None and not graded.is_answered
                self._bring_comment(own, cell.id, NO_RESPONSE if is_empty else None)
        return submission

    def _bring_submission(self, student: str, timestamp: datetime | None) -> str:
        old = self._rows.submissions.get(student)
        if old is None:
            values = {"assignment_id": self._layout.id, "student_id": student, "timestamp": timestamp}
            return self._batch.insert(tables.submissions, values)
        if old.timestamp != timestamp:
            self._batch.update(tables.submissions, old.id, {"timestamp": timestamp})
        return old.id

    def _bring_score(self, notebook: str, cell: str, score: float | None, key: tuple[str, CellKey]) -> None:
        old = self._rows.grades[notebook].get(cell)
        if old is None or old.manual_score is None:
            needs_person = score is None
        else:
            needs_person = key in self._reviews.new or (old.needs_person and key in self._reviews.earlier)
        values = {"auto_score": score, "needs_manual_grade": needs_person}
        if old is None:
            self._batch.insert(tables.grades, {"notebook_id": notebook, "cell_id": cell, **values})
        elif (old.auto_score, old.needs_person) != (score, needs_person):
            self._batch.update(tables.grades, old.id, values)

    def _bring_comment(self, notebook: str, cell: str, text: str | None) -> None:
        old = self._rows.comments[notebook].get(cell)
        if old is None:
            values = {"notebook_id": notebook, "cell_id": cell, "auto_comment": text}
            self._batch.insert(tables.comments, values)
        elif old.auto_comment != text:
            self._batch.update(tables.comments, old.id, {"auto_comment": text})


class _Batch:
    """Rows to insert and to update, kept by table until they are sent."""

    def __init__(self) -> None:
        self._inserts: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._updates: dict[Table, list[dict[str, Any]]] = defaultdict(list)

    def insert(self, table: Table, values: dict[str, Any]) -> str:
        """Return the new row's key, of nbgrader's form."""
        id = uuid.uuid4().hex
        self._inserts[table].append({"id": id, **values})
        return id

    def update(self, table: Table, id: str, values: dict[str, Any]) -> None:
        """Change some columns of a row: of one table always the same ones."""
        self._updates[table].append({"row_id": id, **values})

    def send(self, connection: Connection) -> None:
        """Send everything, rows that others point to first."""
        for table in (tables.submissions, tables.submitted_notebooks, tables.grades, tables.comments):
            if self._inserts[table]:
                connection.execute(table.insert(), self._inserts[table])
            if self._updates[table]:
                names = [name for name in self._updates[table][0] if name != "row_id"]
                statement = table.update().where(table.c.id == bindparam("row_id"))
                connection.execute(statement.values({name: bindparam(name) for name in names}), self._updates[table])
