"""Remove a person from the desk's tables and folder.

What is a person's is told by the names of columns, so that a new table is covered without a word here: rows whose
`student` it is, rows whose `person` it is in tables without students, and rows that hang on a receipt of his.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Table, func, select

from autograder.course import Course
from autograder.desk.database import desk_folder, is_database_there, open_database
from autograder.desk.tables import METADATA, links, receipts
from autograder.gradebook import compact_database

__all__ = ["DeskTraces", "find_at_desk", "forget_at_desk", "person_column"]


class DeskTraces(NamedTuple):
    """What the desk holds of a student: how many rows, which receipts, and by which names his links call him."""

    rows: int
    receipts: list[str]
    names: list[str]


def person_column(table: Table) -> Column[str] | None:
    """Return the column that says whose a row is: `student`, else `person`; None if its rows are no person's."""
    return table.columns.get("student", table.columns.get("person"))


def find_at_desk(course: Course, student: str) -> DeskTraces:
    """Return what the desk holds of a student."""
    if not is_database_there(course):
        return DeskTraces(0, [], [])
    database = open_database(course)
    try:
        with database.read() as connection:
            counts = [
                connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
                for table, where in _find_rows(student)
            ]
            own = select(receipts.c.id).where(receipts.c.student == student).order_by(receipts.c.number)
            names = select(links.c.name).where(links.c.person == student).distinct()
            return DeskTraces(
                sum(counts),
                list(connection.execute(own).scalars()),
                list(filter(None, connection.execute(names).scalars())),
            )
    finally:
        database.close()


def forget_at_desk(course: Course, student: str) -> bool:
    """Remove a student from the desk's tables and folder; return whether nothing of the rows is left in their files.

    Links and sessions go in the same moment as receipts: nobody can hand in as this student afterwards.
    """
    if not is_database_there(course):
        return True
    database = open_database(course)
    try:
        with database.write() as connection:
            ids = list(connection.execute(select(receipts.c.id).where(receipts.c.student == student)).scalars())
            for table, where in _find_rows(student):
                connection.execute(table.delete().where(where))
        for id in ids:
            shutil.rmtree(desk_folder(course) / id, ignore_errors=True)
        return compact_database(database.engine, list(METADATA.tables.values()))
    finally:
        database.close()


def _find_rows(student: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield the tables that hold something of a student and which rows, those that hang on receipts first."""
    own = select(receipts.c.id).where(receipts.c.student == student)
    tables = METADATA.tables.values()
    for table in tables:
        if person_column(table) is None and "receipt" in table.columns:
            yield table, table.c.receipt.in_(own)
    for table in tables:
        column = person_column(table)
        if column is not None:
            yield table, column == student
