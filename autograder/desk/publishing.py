"""Results are shown when somebody says so: the pages of `autograder feedback`, with all that persons entered."""

from __future__ import annotations

import time

from sqlalchemy import select

from autograder.classroom import WrittenPages, write_feedback
from autograder.course import Course, load_lesson
from autograder.desk.database import Database, open_database
from autograder.desk.tables import published
from autograder.records import hold_gradebook

__all__ = ["Publications", "publish_lesson", "unpublish_lesson"]


class Publications:
    """The lessons whose results students may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has(self, lesson: str) -> bool:
        """Whether the results of a lesson were published."""
        query = select(published.c.lesson).where(published.c.lesson == lesson)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def add(self, lesson: str) -> None:
        """Publish the results of a lesson. Twice is once."""
        with self._database.write() as connection:
            connection.execute(published.delete().where(published.c.lesson == lesson))
            connection.execute(published.insert().values(lesson=lesson, published_s=time.time()))

    def remove(self, lesson: str) -> bool:
        """Take the results of a lesson back; return whether they were published."""
        with self._database.write() as connection:
            return bool(connection.execute(published.delete().where(published.c.lesson == lesson)).rowcount)


def publish_lesson(course: Course, lesson: str) -> WrittenPages:
    """Write everybody's page anew, and let students read theirs at the desk. Errors are those of `write_feedback`.

    What the desk has under way is waited for.
    """
    with hold_gradebook(course):
        pages = write_feedback(course, lesson, is_over=True)
    database = open_database(course)
    try:
        Publications(database).add(lesson)
    finally:
        database.close()
    return pages


def unpublish_lesson(course: Course, lesson: str) -> bool:
    """Take the results of a lesson back; return whether they were published. Pages stay where they are."""
    load_lesson(course, lesson)
    database = open_database(course)
    try:
        return Publications(database).remove(lesson)
    finally:
        database.close()
