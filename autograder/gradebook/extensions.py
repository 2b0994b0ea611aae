"""Extensions: nbgrader keeps them with the submission.

Who has not handed in yet has none there, and gets one without notebooks and without a time: what is handed in later
is entered into it. It goes again with the extension.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import Connection, select

from autograder.errors import GradebookError
from autograder.gradebook import tables
from autograder.gradebook.layout import find_lesson

__all__ = ["read_extensions", "write_extensions"]


def read_extensions(connection: Connection, lesson: str) -> dict[str, timedelta]:
    """Return the extensions of a lesson, by student."""
    submissions, assignments = tables.submissions, tables.assignments
    query = (
        select(submissions.c.student_id, submissions.c.extension)
        .join(assignments, assignments.c.id == submissions.c.assignment_id)
        .where(assignments.c.name == lesson)
    )
    return {student: more for student, more in connection.execute(query) if more}


def write_extensions(
    connection: Connection, lesson: str, extensions: Mapping[str, timedelta], enrolled: Collection[str]
) -> None:
    """Give students more time; none takes it back. `GradebookError` if somebody is nobody of the course."""
    submissions, assignment = tables.submissions, find_lesson(connection, lesson).id
    own = (submissions.c.assignment_id == assignment, submissions.c.student_id.in_(extensions))
    query = select(submissions.c.student_id, submissions.c.id).where(*own)
    ids = {row.student_id: row.id for row in connection.execute(query)}
    _enter(connection, lesson, [student for student in extensions if student not in ids], enrolled)
    for student, extension in extensions.items():
        if student in ids:
            update = submissions.update().where(submissions.c.id == ids[student])
            connection.execute(update.values(extension=extension or None))
        elif extension:
            values = {"assignment_id": assignment, "student_id": student, "extension": extension}
            connection.execute(submissions.insert().values(id=uuid.uuid4().hex, **values))
    _drop_empty(connection, [id for student, id in ids.items() if not extensions[student]])


def _enter(connection: Connection, lesson: str, students: Collection[str], enrolled: Collection[str]) -> None:
    """Enter students who have handed in nothing, if they are of the course."""
    table = tables.students
    known = set(connection.execute(select(table.c.id).where(table.c.id.in_(students))).scalars())
    strangers = [student for student in students if student not in known and student not in enrolled]
    if strangers:
        names = ", ".join(map(repr, strangers))
        raise GradebookError(
            f"the gradebook has nothing of {names} for {lesson}, and the roster does not name them",
            hint="look at the id, or write gradebook/roster.csv with all students: then this works before they hand in",
        )
    new = [{"id": student} for student in students if student not in known]
    if new:
        connection.execute(table.insert(), new)


def _drop_empty(connection: Connection, ids: Collection[str]) -> None:
    """Delete the submissions of these that were there for an extension alone."""
    submissions, notebooks = tables.submissions, tables.submitted_notebooks
    has_some = select(notebooks.c.id).where(notebooks.c.assignment_id == submissions.c.id).exists()
    empty = (submissions.c.id.in_(ids), submissions.c.timestamp.is_(None), ~has_some)
    connection.execute(submissions.delete().where(*empty))
