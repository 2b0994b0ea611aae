"""A lesson as the database knows it: its notebooks and cells, and their sources as they were released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, select

from autograder.course import CellKey, Lesson
from autograder.errors import GradebookError
from autograder.gradebook import tables

__all__ = [
    "CellRow",
    "LessonLayout",
    "LessonRow",
    "NotebookLayout",
    "ReleasedCell",
    "find_lesson",
    "is_entered",
    "read_layout",
    "read_released",
    "write_bonus",
]

_WITH_SCORE = ("GradeCell", "TaskCell")
_WITH_COMMENT = ("SolutionCell", "TaskCell")


class CellRow(NamedTuple):
    """A cell's key in the database, and its name there."""

    id: str
    grade_id: str


@dataclass(frozen=True)
class NotebookLayout:
    """A notebook of a lesson: the cells that have a score, and those that have a comment."""

    id: str
    name: str
    graded: tuple[CellRow, ...]
    commented: tuple[CellRow, ...]


@dataclass(frozen=True)
class LessonLayout:
    """A lesson: its notebooks, and whether it has a due date."""

    id: str
    has_due_date: bool
    notebooks: tuple[NotebookLayout, ...]


class ReleasedCell(NamedTuple):
    """A cell's source as it was released; `is_locked` if students get it back when they change it."""

    source: str
    is_locked: bool


class LessonRow(NamedTuple):
    """A lesson's key in the database, and its due date (UTC)."""

    id: str
    due: datetime | None


def find_lesson(connection: Connection, lesson: str) -> LessonRow:
    """Return a lesson's row; `GradebookError` if the database does not know it."""
    assignments = tables.assignments
    query = select(assignments.c.id, assignments.c.duedate).where(assignments.c.name == lesson)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise GradebookError(f"the gradebook does not know {lesson}", hint=f"run `autograder release {lesson}`")
    return LessonRow(*row)


def read_layout(connection: Connection, lesson: str) -> LessonLayout:
    """Return a lesson's notebooks and cells; `GradebookError` if the database does not know it."""
    notebooks, row = tables.notebooks, find_lesson(connection, lesson)
    query = select(notebooks.c.id, notebooks.c.name).where(notebooks.c.assignment_id == row.id)
    found = connection.execute(query.order_by(notebooks.c.name)).all()
    return LessonLayout(row.id, row.due is not None, tuple(_read_notebook(connection, *one) for one in found))


def _read_notebook(connection: Connection, id: str, name: str) -> NotebookLayout:
    cells = tables.cells
    rows = connection.execute(select(cells.c.id, cells.c.name, cells.c.type).where(cells.c.notebook_id == id)).all()

    def of_types(types: Iterable[str]) -> tuple[CellRow, ...]:
        return tuple(CellRow(row.id, row.name) for row in rows if row.type in types)

    return NotebookLayout(id, name, of_types(_WITH_SCORE), of_types(_WITH_COMMENT))


def is_entered(connection: Connection, lesson: Lesson) -> bool:
    """Whether the database knows the lesson with these cells, points and locked sources."""
    names = {notebook.name for notebook in lesson.notebooks}
    known = connection.execute(_of_lesson(lesson.name, tables.notebooks.c.name)).scalars()
    if not names <= set(known):
        return False
    points = dict(_read_points(connection, lesson.name))
    released = read_released(connection, lesson.name)
    for notebook in lesson.notebooks:
        own = {key.grade_id: value for key, value in points.items() if key.notebook == notebook.name}
        if own != {cell.grade_id: cell.max_score for cell in notebook.graded_cells}:
            return False
        for cell in notebook.cells:
            if cell.is_locked and cell.grade_id:
                one = released.get(notebook.key(cell))
                if one is None or one.source != cell.source:
                    return False
    return True


def write_bonus(connection: Connection, lesson: Lesson) -> None:
    """Enter the maximum of each cell that tests decide and that is a bonus."""
    query = _of_lesson(lesson.name, tables.notebooks.c.name, tables.cells.c.name, tables.cells.c.id)
    query = query.join(tables.cells, tables.cells.c.notebook_id == tables.notebooks.c.id)
    ids = {CellKey(notebook, cell): id for notebook, cell, id in connection.execute(query)}
    for notebook in lesson.notebooks:
        for cell in notebook.cells:
            if cell.is_bonus and cell.is_test:
                statement = tables.grade_cells.update().where(tables.grade_cells.c.id == ids[notebook.key(cell)])
                connection.execute(statement.values(max_score=cell.max_score))


def _read_points(connection: Connection, lesson: str) -> Iterator[tuple[CellKey, float]]:
    for table in (tables.grade_cells, tables.task_cells):
        query = _of_lesson(lesson, tables.notebooks.c.name, tables.cells.c.name, table.c.max_score)
        query = query.join(tables.cells, tables.cells.c.notebook_id == tables.notebooks.c.id)
        for notebook, cell, points in connection.execute(query.join(table, table.c.id == tables.cells.c.id)):
            yield CellKey(notebook, cell), points


def read_released(connection: Connection, lesson: str) -> dict[CellKey, ReleasedCell]:
    """Return the cells that nbgrader keeps as they were handed out."""
    sources = tables.source_cells
    query = _of_lesson(lesson, tables.notebooks.c.name, sources.c.name, sources.c.source, sources.c.locked)
    rows = connection.execute(query.join(sources, sources.c.notebook_id == tables.notebooks.c.id))
    return {CellKey(notebook, cell): ReleasedCell(source or "", locked) for notebook, cell, source, locked in rows}


def _of_lesson(lesson: str, *columns: object) -> Select[tuple[object, ...]]:
    """Return a query of these columns for the notebooks of a lesson."""
    assignments, notebooks = tables.assignments, tables.notebooks
    query = select(*columns).select_from(notebooks)
    return query.join(assignments, assignments.c.id == notebooks.c.assignment_id).where(assignments.c.name == lesson)
