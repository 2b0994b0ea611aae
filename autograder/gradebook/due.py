"""Due dates and extensions, as `autograder due` sets and shows them."""

from __future__ import annotations

from datetime import timedelta

from autograder.course import Course, load_lesson
from autograder.errors import CourseError
from autograder.gradebook.book import DueDates, open_book
from autograder.gradebook.conversion import enter_lesson
from autograder.gradebook.times import read_time
from autograder.records import hold_gradebook

__all__ = ["set_due"]


def set_due(course: Course, name: str, when: str, student: str, days: float | None) -> DueDates:
    """Set a lesson's due date, or one student's extension in days; return what the database holds then.

    With nothing to set ("" and None) it only enters a lesson that is not in the database yet.
    """
    lesson = load_lesson(course, name)
    moment = read_time(when)
    if when and moment is None:
        raise CourseError(
            f"{when!r} is no time", hint='write it like "2026-01-05 23:59 +0800"; without a zone it is UTC'
        )
    if bool(student) != (days is not None):
        raise CourseError("an extension needs both a student and days", hint="--student ID --days 2")
    with hold_gradebook(course):
        enter_lesson(lesson)
        with open_book(course) as book:
            if moment is not None:
                book.set_due(name, moment)
            if days is not None:
                book.extend(name, student, timedelta(days=days))
            return book.due(name)
