"""Remove a person from nbgrader's database, so that not even its free pages hold the name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, Table, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course
from autograder.gradebook import tables
from autograder.gradebook.database import open_database

__all__ = ["compact_database", "count_rows", "read_person_names", "remove_rows"]

_WAIT_S = 10.0


def _is_there(course: Course) -> bool:
    url = course.database_url
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()


def count_rows(course: Course, student: str) -> int:
    """Return how many rows of nbgrader's database are about a student: submissions, scores, comments, the student."""
    if not _is_there(course):
        return 0
    with open_database(course) as engine, engine.begin() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
            for table, where in _find_rows(student)
        )


def remove_rows(course: Course, student: str) -> bool:
    """Remove a student from nbgrader's database; return whether nothing of the rows is left in its files."""
    if not _is_there(course):
        return True
    with open_database(course) as engine:
        with engine.begin() as connection:
            for table, where in _find_rows(student):
                connection.execute(table.delete().where(where))
        return compact_database(engine, [table for table, _ in _find_rows(student)])


def _find_rows(student: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Return the tables that hold something of a student and which rows, those that point to others first."""
    own = select(tables.submissions.c.id).where(tables.submissions.c.student_id == student)
    notebooks = tables.submitted_notebooks
    handed_in = select(notebooks.c.id).where(notebooks.c.assignment_id.in_(own))
    return [
        (tables.grades, tables.grades.c.notebook_id.in_(handed_in)),
        (tables.comments, tables.comments.c.notebook_id.in_(handed_in)),
        (notebooks, notebooks.c.assignment_id.in_(own)),
        (tables.submissions, tables.submissions.c.student_id == student),
        (tables.students, tables.students.c.id == student),
    ]


def read_person_names(course: Course, student: str) -> list[str]:
    """Return what nbgrader's database calls a student: name, name turned round, address."""
    if not _is_there(course):
        return []
    with open_database(course) as engine, engine.begin() as connection:
        query = select(tables.students).where(tables.students.c.id == student)
        row = connection.execute(query).one_or_none()
    first, last, email = ("", "", "") if row is None else (row.first_name, row.last_name, row.email)
    turned = f"{last}, {first}" if first and last else ""
    return [text for text in (f"{first or ''} {last or ''}".strip(), turned, email) if text]


def compact_database(engine: Engine, changed: Iterable[Table]) -> bool:
    """Write a database anew, so that its files hold nothing of removed rows; return whether that could be done.

    Of SQLite the log is emptied too. What PostgreSQL keeps to repair itself, and copies of it, are beyond this.
    """
    if engine.dialect.name == "sqlite":
        return _compact_sqlite(Path(str(engine.url.database)))
    names = [table.name for table in changed]
    own = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    try:
        with own.connect() as connection:
            for name in names:
                connection.exec_driver_sql(f'VACUUM FULL "{name}"')
    except SQLAlchemyError:
        return False
    finally:
        own.dispose()
    return True


def _compact_sqlite(path: Path) -> bool:
    connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return not is_busy
