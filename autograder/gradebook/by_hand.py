"""Scores and comments that a person enters, as nbgrader's formgrader does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from autograder.course import CellKey
from autograder.errors import GradebookError
from autograder.gradebook import tables

__all__ = [
    "NO_RESPONSE",
    "HandGrade",
    "HandGraded",
    "confirm_hand_grades",
    "read_cell_grades",
    "read_hand_grades",
    "read_hand_scores",
    "write_cell_grades",
    "write_hand_grade",
]


NO_RESPONSE = "No response."  # nbgrader's own words


@dataclass(frozen=True)
class HandGrade:
    """What the database holds of a person's grade for one cell: `score` None and `comment` "" if there is none.

    A score that `is_to_review` was entered for another answer or for other points.
    """

    score: float | None = None
    comment: str = ""
    is_to_review: bool = False

    @property
    def is_by_person(self) -> bool:
        """Whether a person entered something."""
        return self.score is not None or self.comment not in ("", NO_RESPONSE)


class HandGraded(NamedTuple):
    """For whom a grade was entered, and who was left alone because a person had graded the cell already."""

    written: list[str]
    kept: list[str]


class _Line(NamedTuple):
    """One student's grade and comment of a cell: their keys in the database, and what a person entered.

    A test cell has no comment: the answer that it grades has one.
    """

    submission_key: str
    grade_key: str
    manual_score: float | None
    comment_key: str
    manual_comment: str | None


def read_hand_grades(connection: Connection, lesson: str, student: str) -> dict[CellKey, HandGrade]:
    """Return what a person entered for each of a student's cells; the grader's own comment if no person wrote one."""
    grades, comments = tables.grades, tables.comments
    own = tables.submissions.c.student_id == student
    names = (tables.notebooks.c.name, tables.cells.c.name)
    query = _select(comments, lesson, *names, func.coalesce(comments.c.manual_comment, comments.c.auto_comment))
    texts = {CellKey(*key): text or "" for *key, text in connection.execute(query.where(own))}
    query = _select(grades, lesson, *names, grades.c.manual_score, grades.c.needs_manual_grade)
    found = {key: HandGrade(comment=text) for key, text in texts.items()}
    for *names_of, score, needs_person in connection.execute(query.where(own)):
        key = CellKey(*names_of)
        found[key] = HandGrade(score, texts.get(key, ""), is_to_review=score is not None and needs_person)
    return found


def read_cell_grades(connection: Connection, lesson: str, cell: CellKey) -> dict[str, HandGrade]:
    """Return what persons entered for one cell, by student: for everybody of whom the database has the cell."""
    student, grades, comments = tables.submissions.c.student_id, tables.grades, tables.comments
    own = (tables.notebooks.c.name == cell.notebook, tables.cells.c.name == cell.grade_id)
    order = tables.cells.c.type.desc()
    query = _select(comments, lesson, student, comments.c.manual_comment).where(*own).order_by(order)
    texts = {name: text or "" for name, text in connection.execute(query)}
    query = _select(grades, lesson, student, grades.c.manual_score, grades.c.needs_manual_grade).where(*own)
    rows = connection.execute(query.order_by(order)).all()
    return {
        name: HandGrade(score, texts.get(name, ""), is_to_review=score is not None and bool(needs_person))
        for name, score, needs_person in rows
    }


def read_hand_scores(connection: Connection, lesson: str) -> dict[tuple[str, CellKey], float]:
    """Return all scores of a lesson that a person entered, by student and cell."""
    names = (tables.submissions.c.student_id, tables.notebooks.c.name, tables.cells.c.name)
    query = _select(tables.grades, lesson, *names, tables.grades.c.manual_score)
    rows = connection.execute(query.where(tables.grades.c.manual_score.is_not(None)))
    return {(student, CellKey(notebook, cell)): score for student, notebook, cell, score in rows}


def confirm_hand_grades(connection: Connection, lesson: str, cell: CellKey, students: Sequence[str]) -> list[str]:
    """Take the mark for review from scores that a person entered for a cell; return whose they were."""
    grades, student = tables.grades, tables.submissions.c.student_id
    query = _select(grades, lesson, student, grades.c.id).where(
        tables.notebooks.c.name == cell.notebook,
        tables.cells.c.name == cell.grade_id,
        student.in_(students),
        grades.c.manual_score.is_not(None),
        grades.c.needs_manual_grade,
    )
    rows = connection.execute(query).all()
    _update(connection, grades, [id for _, id in rows], {"needs_manual_grade": False})
    return sorted({name for name, _ in rows})


def write_hand_grade(
    connection: Connection,
    lesson: str,
    cell: CellKey,
    students: Sequence[str],
    grade: HandGrade,
    *,
    is_overwriting: bool,
) -> tuple[HandGraded, list[str]]:
    """Enter a grade for one cell of these students; return for whom, and the submissions whose score changed.

    No score leaves scores alone, no comment leaves comments alone. What a person graded already is left alone too.
    """
    lines = _read_all_lines(connection, lesson, cell, students)
    graded = HandGraded([], [])
    for student in students:
        line = lines[student]
        is_graded = line.manual_score is not None or bool(line.manual_comment)
        (graded.kept if is_graded and not is_overwriting else graded.written).append(student)
    written = [lines[student] for student in graded.written]
    if grade.score is not None:
        scores = {"manual_score": grade.score, "needs_manual_grade": False}
        _update(connection, tables.grades, [line.grade_key for line in written], scores)
    if grade.comment:
        _update(connection, tables.comments, [line.comment_key for line in written], {"manual_comment": grade.comment})
    return graded, [line.submission_key for line in written]


def write_cell_grades(connection: Connection, lesson: str, cell: CellKey, grades: Mapping[str, HandGrade]) -> list[str]:
    """Enter a score and a comment for one cell of each student, in the place of what was there.

    Return the submissions whose score changed; `GradebookError` if the database has nothing of a student.
    """
    lines = _read_all_lines(connection, lesson, cell, list(grades))
    for student, grade in grades.items():
        line = lines[student]
        scores = {"manual_score": grade.score, "needs_manual_grade": False}
        _update(connection, tables.grades, [line.grade_key], scores)
        _update(connection, tables.comments, [line.comment_key], {"manual_comment": grade.comment or None})
    return [lines[student].submission_key for student in grades]


def _read_all_lines(connection: Connection, lesson: str, cell: CellKey, students: Sequence[str]) -> dict[str, _Line]:
    lines = _read_lines(connection, lesson, cell, students)
    missing = [student for student in students if student not in lines]
    if missing:
        hint = f"run `autograder grade {lesson}`, then this again"
        raise GradebookError(f"the gradebook has nothing of {missing[0]!r} for {cell} of {lesson}", hint=hint)
    return lines


def _read_lines(connection: Connection, lesson: str, cell: CellKey, students: Sequence[str]) -> dict[str, _Line]:
    student, grades, comments = tables.submissions.c.student_id, tables.grades, tables.comments
    own = (
        tables.notebooks.c.name == cell.notebook,
        tables.cells.c.name == cell.grade_id,
        student.in_(students),
    )
    # A cell that was a task in an earlier release may be there under both types: nbgrader takes the other one.
    order = tables.cells.c.type.desc()
    query = _select(comments, lesson, student, comments.c.id, comments.c.manual_comment)
    words = {name: values for name, *values in connection.execute(query.where(*own).order_by(order))}
    query = _select(grades, lesson, student, tables.submissions.c.id, grades.c.id, grades.c.manual_score)
    rows = connection.execute(query.where(*own).order_by(order)).all()
    return {name: _Line(*values, *words.get(name, ("", None))) for name, *values in rows}


def _select(table: Table, lesson: str, *columns: Any) -> Select[Any]:
    """Return a query of what belongs to a lesson's grades or comments."""
    return select(*columns).select_from(tables.of_submissions(table)).where(tables.assignments.c.name == lesson)


def _update(connection: Connection, table: Table, ids: Sequence[str], values: dict[str, Any]) -> None:
    connection.execute(table.update().where(table.c.id.in_(ids)).values(values))
